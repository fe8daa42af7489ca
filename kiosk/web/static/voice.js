// The page's voice: plays one cue at a time, each of its sounds after the other, and is silent when told.
// All sounds of a folder are fetched as soon as one is cued: none waits for the server when it is needed,
// and what the browser keeps does not tell which of them a guest heard.

const WAKING_MS = 500; // a sound that could not begin by then would be heard when its moment is over

export class Voice {
  #context = null;
  #gain = null;
  #fetched = new Map(); // address to a promise of the encoded sound, null where it cannot be had
  #folders = new Set();
  #playing = [];
  #cue = 0; // of the newest cue: whatever belongs to an older one has come too late

  // Browsers allow no sound before the first touch; call this at any touch.
  unlock() {
    this.#wake().catch(() => {});
  }

  // Plays this cue in place of whatever is heard now; one without addresses is silence.
  async cue({ urls, volume }) {
    this.hush();
    if (!urls.length || !(volume > 0)) return;
    const mine = this.#cue;
    for (const url of urls) this.#fetchFolder(url);
    if (!(await this.#wake().catch(() => false)) || mine !== this.#cue) return;
    const sounds = await Promise.all(urls.map((url) => this.#decoded(url)));
    if (mine !== this.#cue) return;
    this.#gain.gain.value = Math.min(volume, 1);
    let at = this.#context.currentTime;
    for (const sound of sounds) {
      if (!sound) continue;
      const source = new AudioBufferSourceNode(this.#context, { buffer: sound });
      source.connect(this.#gain);
      source.start(at);
      at += sound.duration;
      this.#playing.push(source);
    }
  }

  hush() {
    this.#cue += 1;
    for (const source of this.#playing) {
      source.stop();
      source.disconnect();
    }
    this.#playing = [];
  }

  // Whether sound can be heard now.
  async #wake() {
    if (!this.#context) {
      this.#context = new AudioContext();
      this.#gain = new GainNode(this.#context);
      this.#gain.connect(this.#context.destination);
    }
    if (this.#context.state === "running") return true;
    const late = new Promise((give) => setTimeout(give, WAKING_MS));
    await Promise.race([this.#context.resume(), late]);
    return this.#context.state === "running";
  }

  #fetchFolder(url) {
    const folder = url.slice(0, url.lastIndexOf("/") + 1);
    if (this.#folders.has(folder)) return;
    this.#folders.add(folder);
    this.#fetchAll(folder).catch(() => this.#folders.delete(folder));
  }

  async #fetchAll(folder) {
    const answer = await fetch(folder);
    if (!answer.ok) throw new Error(answer.statusText);
    // One after the other: touches and events need the browser's few connections more.
    for (const url of (await answer.json()).urls) await this.#encoded(url);
  }

  #encoded(url) {
    if (!this.#fetched.has(url)) this.#fetched.set(url, this.#fetch(url));
    return this.#fetched.get(url);
  }

  async #fetch(url) {
    try {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(answer.statusText);
      return await answer.arrayBuffer();
    } catch {
      this.#fetched.delete(url); // the next time it may be there
      return null;
    }
  }

  // Decoding takes the bytes away, so it is given a copy; a broken sound is left out.
  async #decoded(url) {
    const bytes = await this.#encoded(url);
    if (!bytes) return null;
    return this.#context.decodeAudioData(bytes.slice(0)).catch(() => null);
  }
}
