// The desk's bell: two soft strokes, made here. A browser plays nothing before the page was touched once.

let context;

const wake = () => {
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume();
};
for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, wake, { once: true, capture: true });

function stroke(at, pitch, loud) {
  for (const [overtone, part] of [[1, 1], [2.76, 0.35], [5.4, 0.12]]) { // a bell's overtones are not whole multiples
    const tone = new OscillatorNode(context, { frequency: pitch * overtone });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(loud * part, at);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.9 / overtone);
    tone.connect(gain).connect(context.destination);
    tone.start(at);
    tone.stop(at + 1);
  }
}

/** Ring once. Nothing is heard before the page was touched. */
export function ring() {
  if (context?.state !== "running") return;
  stroke(context.currentTime, 1318, 0.12);
  stroke(context.currentTime + 0.13, 1760, 0.08);
}
