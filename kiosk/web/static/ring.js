// A countdown: a ring that empties and the seconds left, told again to whoever shows them.

const STEP_MS = 100;

export class Countdown {
  // tell(fraction left 0..1, seconds left)
  constructor(tell) {
    this.tell = tell;
    this.timer = 0;
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = 0;
  }

  run({ length_s: length, left_s: left }) {
    this.stop();
    const end = performance.now() + left * 1000;
    const step = () => {
      const seconds = Math.max(0, (end - performance.now()) / 1000);
      this.tell(length > 0 ? seconds / length : 0, seconds);
      if (seconds > 0) this.timer = setTimeout(step, STEP_MS);
    };
    step();
  }
}

export function clockFace(seconds) {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
