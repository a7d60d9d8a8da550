// Runs before the first paint, so that a chosen theme does not flash. The rest is in src/view/ThemeToggle.js.
try {
  const theme = JSON.parse(localStorage.getItem('holdfast-demo.theme'));
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is switched off: the system's theme it is.
}
