// Stands where the server looks again and again at what goes on; each look is noted for looking.js.
export default inOrder((component) => {
  rootOf(component.parentElement).classList.add("hh-waiting");
  window.hoihopLooked = performance.now();
});
