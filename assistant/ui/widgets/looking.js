// Streamlit looks again every so often by a timer, which it starts anew with each run of the whole page. Where a run ends
// in the very moment in which the timer asks, what it still had to send is thrown away, the new timer among it: the page
// would say for good that the library is being opened. After some silence the page asks by itself.
const SILENCE_MS = 6000;

function keepLooking(component) {
  window.hoihopAgain = () => component.setTriggerValue("again", Date.now());
  if (window.hoihopSilence) return;
  window.hoihopSilence = setInterval(() => {
    const silent = performance.now() - window.hoihopLooked > SILENCE_MS;
    if (!silent || !document.querySelector(".hh-waiting")) return;
    window.hoihopLooked = performance.now();
    window.hoihopAgain();
  }, 1000);
}
