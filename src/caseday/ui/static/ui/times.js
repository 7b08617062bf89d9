// <time data-ago datetime> stays true; <time data-since="…"> runs; <time data-clock> is the present hour.
const COUNTED = [["day", 1, 60], ["week", 7, 112], ["month", 30, 730]];
const counted = (n, unit) => (n === 1 ? `${n} ${unit}` : `${n} ${unit}s`);

const span = (minutes) => {
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h`;
  const days = Math.floor(minutes / 1440);
  for (const [unit, length, limit] of COUNTED) if (days < limit) return counted(Math.floor(days / length), unit);
  return counted(Math.floor(days / 365), "year");
};

const ago = (then, now) => {
  const seconds = (now - then) / 1000;
  if (Math.abs(seconds) < 60) return "just now";
  const text = span(Math.floor(Math.abs(seconds) / 60));
  return seconds > 0 ? `${text} ago` : `in ${text}`;
};

const running = (then, now) => {
  const seconds = Math.max(0, Math.floor((now - then) / 1000));
  const two = (n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
};

// A demonstration may run at another hour: <body data-now="…"> is the server's present when the page was made.
const shift = document.body.dataset.now ? Date.parse(document.body.dataset.now) - Date.now() : 0;
const clock = new Intl.DateTimeFormat("en-US", {
  hour: "numeric", minute: "2-digit", hourCycle: "h23", timeZone: document.body.dataset.zone || undefined,
});
const write = (element, text) => { if (element.textContent !== text) element.textContent = text; };

const slow = () => {
  const now = Date.now() + shift;
  for (const e of document.querySelectorAll("time[data-ago]")) write(e, ago(Date.parse(e.dateTime), now));
  for (const e of document.querySelectorAll("time[data-clock]")) write(e, clock.format(now).replace(/^0(?=\d)/, ""));
};
const fast = () => {
  const now = Date.now() + shift;
  for (const e of document.querySelectorAll("[data-since]")) write(e, running(Date.parse(e.dataset.since), now));
};

setInterval(() => document.hidden || slow(), 20000);
setInterval(() => document.hidden || fast(), 1000);
document.addEventListener("visibilitychange", () => { if (!document.hidden) { slow(); fast(); } });
