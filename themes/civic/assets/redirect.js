// Goes to where the page is now, and keeps the place on it.
(() => {
  const target = new URL(document.currentScript.dataset.target, location.href);
  if (location.hash) target.hash = location.hash;
  location.replace(target);
})();
