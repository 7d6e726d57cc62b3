// All that waits on this tablet as a file, for the day a tablet finds no network any more. Taking it changes nothing.

import { outgoing } from "./store.js";

/** Make the files, one for each event that has records here: they are what would be sent, sealed where they are sealed. */
export async function rescueFiles({ data, store, sender }) {
  const all = await store.all();
  const installation = await store.installation();
  const made_at = new Date().toISOString();
  const files = [...new Set(all.map(({ event }) => event))].map(async (event) => {
    const mine = event === data.event.id;
    const { device_id, number } = mine ? sender.paired : (await store.get(`paired:${event}`)) || {};
    const responses = all.filter((record) => record.event === event).map(outgoing);
    const content = { format: "cypp-rescue-1", event, device_id, installation, made_at, responses };
    const name = `rescue-${mine ? data.event.code : event.slice(0, 8)}-tablet-${number || 0}-${made_at.slice(0, 16).replace(":", "")}.json`;
    return new File([JSON.stringify(content)], name, { type: "application/json" });
  });
  return Promise.all(files);
}

/** Save a file where the browser saves downloads. */
export function download(file) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Whether this tablet can hand files to another app or a tablet nearby. */
export const shares = (files) => Boolean(files.length && navigator.canShare?.({ files }));
