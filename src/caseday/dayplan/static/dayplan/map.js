// With tiles the drawing gives way to a map of the same stops; without this module, or without tiles, it stays.
const points = () => JSON.parse(document.getElementById("map-points")?.textContent || "[]");

const mapIn = (box) => {
  const L = window.L;
  const map = L.map(box, { scrollWheelZoom: false });
  // The tile server learns whose pictures are asked for, not from which page.
  L.tileLayer(box.dataset.tiles, { attribution: box.dataset.attribution, maxZoom: 19, referrerPolicy: "strict-origin" }).addTo(map);
  L.control.scale({ metric: false }).addTo(map);
  return map;
};

const numbered = (one) => window.L.marker(one.at, {
  title: one.name, alt: `${one.label} ${one.name}`,
  icon: window.L.divIcon({ className: one.label.length > 2 ? "mark base" : "mark", html: one.label, iconSize: null }),
});

const dayMap = (box) => {
  const found = points();
  box.replaceChildren();
  box.classList.add("has-tiles");
  const map = mapIn(box);
  window.L.polyline(found.map((one) => one.at), { className: "tiled-way", interactive: false }).addTo(map);
  for (const one of found) numbered(one).bindPopup(document.createTextNode(one.name).textContent).addTo(map);
  map.fitBounds(found.map((one) => one.at), { padding: [30, 30], maxZoom: 14 });
};

const teamMap = (box) => {
  const routes = points();
  box.replaceChildren();
  box.classList.add("has-tiles");
  const map = mapIn(box);
  for (const route of routes) {
    const style = `tiled-way way c${route.color} d${route.dash}`;
    window.L.polyline(route.points.map((one) => one.at), { className: style, interactive: false }).addTo(map);
    for (const one of route.points) {
      const icon = window.L.divIcon({ className: `mark ${one.base ? "base" : `c${route.color}`}`, html: one.label, iconSize: null });
      window.L.marker(one.at, { title: one.name, alt: `${one.label} ${one.name}`, icon })
        .bindPopup(document.createTextNode(one.name).textContent).addTo(map);
    }
  }
  map.fitBounds(routes.flatMap((route) => route.points.map((one) => one.at)), { padding: [30, 30], maxZoom: 14 });
};

const pinMap = (box) => {
  const field = document.querySelector("[data-spot]");
  const [known] = points();
  box.classList.add("has-tiles");
  const map = mapIn(box);
  map.setView(known?.at || [39, -97], known ? 15 : 4);
  const icon = window.L.divIcon({ className: "mark pin", html: "", iconSize: null });
  const pin = window.L.marker(known?.at || map.getCenter(), { draggable: true, icon, title: "Pin", alt: "Pin" }).addTo(map);
  const write = ({ lat, lng }) => { field.value = `${lat.toFixed(5)}, ${lng.toFixed(5)}`; };
  pin.on("dragend", () => write(pin.getLatLng()));
  map.on("click", ({ latlng }) => { pin.setLatLng(latlng); write(latlng); });
};

for (const box of document.querySelectorAll("[data-map]")) dayMap(box);
for (const box of document.querySelectorAll("[data-team-map]")) teamMap(box);
for (const box of document.querySelectorAll("[data-pin-map]")) pinMap(box);
