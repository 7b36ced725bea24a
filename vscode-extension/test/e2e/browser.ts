/** What Chromium is started with: it runs as root in a container, without a screen, and asks the network for nothing of its own. */
export const CHROMIUM = [
  ...["--no-sandbox", "--disable-gpu", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];
