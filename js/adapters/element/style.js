/** How both elements look. The text has the page's colour; the mark's shape and colour tell how urgent it is. */
export const STYLE = `
:host {
  display: inline-flex;
  align-items: baseline;
  gap: var(--holdfast-gap, 0.4em);
  font: inherit;
}
:host([data-state='unknown']),
:host([hidden]) {
  display: none;
}
[part='mark'] {
  flex: none;
  box-sizing: border-box;
  inline-size: var(--holdfast-mark-size, 0.625em);
  block-size: var(--holdfast-mark-size, 0.625em);
  border: max(1.5px, 0.12em) solid;
  border-radius: 50%;
}
[data-tone='calm'] {
  color: var(--holdfast-calm, light-dark(#1a6651, #74cdaf));
  background: currentcolor;
}
[data-tone='busy'] {
  color: var(--holdfast-busy, light-dark(#1f5f8b, #86bfe8));
}
[data-tone='warn'] {
  color: var(--holdfast-warn, light-dark(#855300, #e9b95f));
  border-radius: 0;
}
[data-tone='bad'] {
  color: var(--holdfast-bad, light-dark(#9d301b, #f29a86));
  background: currentcolor;
  border-radius: 0;
  rotate: 45deg;
}
@media (prefers-reduced-motion: no-preference) {
  [data-tone='busy'] {
    animation: holdfast-busy 1.6s ease-in-out infinite;
  }
}
@keyframes holdfast-busy {
  50% {
    opacity: 0.35;
  }
}
@media (forced-colors: active) {
  [part='mark'] {
    color: CanvasText;
  }
}
`;
