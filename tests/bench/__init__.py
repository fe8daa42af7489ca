"""Speed and memory beside MediaPipe's own Python solution, on the same clip, in the same run."""
