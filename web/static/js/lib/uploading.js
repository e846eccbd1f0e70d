// One file on its way to the desk, with its progress (fetch cannot tell how much of an upload has gone out).

import { fileSize } from "./files.js";
import { page, say } from "./page.js";

/** Why this file cannot go, before a byte of it is sent; "" if it can. `others`: bytes of the files beside it. */
export function refusal(file, others = 0) {
  const { max_file_bytes: limit, max_message_bytes: whole } = page.limits;
  const shown = { name: file.name, size: fileSize(file.size) };
  if (file.size > limit) return say("file_too_large", { ...shown, limit: fileSize(limit) });
  if (file.size + others > whole) return say("files_too_large", { ...shown, limit: fileSize(whole) });
  return "";
}

/** Send it. `progress` hears the part that is out (0 to 1). The promise gives the attachment, or rejects with words. */
export function upload(file, { to = "/uploads", inline = false, progress = () => {} } = {}) {
  const form = new FormData();
  form.append("file", file, file.name);
  if (inline) form.append("inline", "1");
  const request = new XMLHttpRequest();
  request.open("POST", to);
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
  const done = new Promise((resolve, reject) => {
    request.addEventListener("load", () => {
      const facts = factsOf(request);
      if (request.status < 300 && facts.attachment) resolve(facts.attachment);
      else reject(new Error(facts.detail || say("file_not_sent", { name: file.name })));
    });
    request.addEventListener("error", () => reject(new Error(say("file_not_sent", { name: file.name }))));
    request.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
  });
  request.send(form);
  return { done, abort: () => request.abort() };
}

function factsOf(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
}
