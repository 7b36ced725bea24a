import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

interface Manifest {
  icon: string;
  contributes: {
    commands: { command: string; category: string }[];
    submenus: { id: string }[];
    menus: Record<string, { command?: string; submenu?: string }[]>;
    viewsContainers: Record<string, { icon: string }[]>;
    viewsWelcome: { contents: string }[];
    walkthroughs: { steps: { description: string; media: { svg: string; altText: string }; completionEvents: string[] }[] }[];
  };
}

const ROOT = join(import.meta.dirname, "../..");
const { icon, contributes } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Manifest;
const commands = contributes.commands.map(({ command }) => command);
const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);

test("menus have commands that exist", () => {
  const submenus = contributes.submenus.map(({ id }) => id);
  const used = Object.values(contributes.menus).flatMap((items) => items.map(({ command, submenu }) => command ?? submenu ?? ""));
  expect(used.filter((id) => !commands.includes(id) && !submenus.includes(id))).toEqual([]);
  expect(submenus.filter((id) => !contributes.menus[id]?.length)).toEqual([]);
});

test("each command is listed once", () => {
  expect(new Set(commands).size).toBe(commands.length);
});

test("links in texts run commands that exist", () => {
  const texts = [...contributes.viewsWelcome.map(({ contents }) => contents), ...steps.map(({ description }) => description)];
  const linked = texts.flatMap((text) => [...text.matchAll(/\(command:(tensorlift\.[\w.]+)/g)].map(([, command = ""]) => command));
  expect(linked.length).toBeGreaterThan(10);
  // VS Code makes the command that shows a view
  const known = [...commands, "tensorlift.migration.focus"];
  expect(linked.filter((command) => !known.includes(command))).toEqual([]);
  const completing = steps.flatMap(({ completionEvents }) => completionEvents.filter((event) => event.startsWith("onCommand:")));
  expect(completing.filter((event) => !commands.includes(event.slice("onCommand:".length)))).toEqual([]);
});

test("pictures exist and are told to those who do not see them", () => {
  const pictures = [icon, ...Object.values(contributes.viewsContainers).flatMap((all) => all.map((one) => one.icon)), ...steps.map(({ media }) => media.svg)];
  expect(pictures.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  expect(steps.filter(({ media }) => !media.altText)).toEqual([]);
});
