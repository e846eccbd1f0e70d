// How a file is named to a person: its icon and its size.

import { say } from "./page.js";

const KINDS = [
  [/\.pdf$/i, "file-pdf"],
  [/\.(xlsx?|ods|csv)$/i, "file-sheet"],
  [/\.(png|jpe?g|gif|webp|heic|bmp)$/i, "picture"],
];

/** The icon of a file with this name and type. */
export function fileIcon(name, type = "") {
  if (type.startsWith("image/")) return "picture";
  return KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? "file-text";
}

/** "182 KB", "1.1 MB". */
export function fileSize(bytes) {
  if (bytes < 1024) return say("size_b", { size: bytes });
  if (bytes < 1024 * 1024) return say("size_kb", { size: Math.round(bytes / 1024) });
  return say("size_mb", { size: Math.round((bytes / 1024 / 1024) * 10) / 10 });
}
