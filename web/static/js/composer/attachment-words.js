// How people say that something is attached, by language: who writes it and attaches nothing is asked before sending.

const WORDS = {
  en: /\b(attach(ed|ment|ments|ing)|enclos(ed|ing|ure))\b/i,
  de: /(?<!\p{L})(im anhang|in der anlage|anhang|anhänge|anlage|anbei|beigefügt|beiliegend|angehängt|angehängte\p{L}*|hänge\p{L}* .{0,40}\ban\b)(?!\p{L})/iu,
  fr: /(?<!\p{L})(ci-joint\p{L}*|en pièces? jointes?|pièces? jointes?|en annexe|joins? .{0,20}à ce)(?!\p{L})/iu,
  it: /(?<!\p{L})(allegat[oaie]|in allegato|allego)(?!\p{L})/iu,
  es: /(?<!\p{L})(adjunt[oaeé]\p{L}*|archivos? adjuntos?)(?!\p{L})/iu,
  pt: /(?<!\p{L})(em anexo|anexo\p{L}*|anexad[oa]s?|segue em anexo)(?!\p{L})/iu,
  nl: /(?<!\p{L})(bijlagen?|bijgevoegd\p{L}*|bijgesloten)(?!\p{L})/iu,
  pl: /(?<!\p{L})(w załączeniu|załącznik\p{L}*|załącz\p{L}+)(?!\p{L})/iu,
  cs: /(?<!\p{L})(v příloze|příloh\p{L}+|přiklád\p{L}+|přiložen\p{L}*)(?!\p{L})/iu,
  sk: /(?<!\p{L})(v prílohe|príloh\p{L}+|priklad\p{L}+|priložen\p{L}*)(?!\p{L})/iu,
  sv: /(?<!\p{L})(bifoga\p{L}*|bilag\p{L}+)(?!\p{L})/iu,
  da: /(?<!\p{L})(vedhæft\p{L}*|vedlagt\p{L}*|bilag)(?!\p{L})/iu,
  nb: /(?<!\p{L})(vedlegg\p{L}*|vedlagt\p{L}*)(?!\p{L})/iu,
  fi: /(?<!\p{L})(liitte\p{L}+|oheisena|liitän)(?!\p{L})/iu,
  hu: /(?<!\p{L})(mellékel\p{L}*|melléklet\p{L}*|csatol\p{L}*)(?!\p{L})/iu,
  ro: /(?<!\p{L})(ataș\p{L}*|atasat\p{L}*|anexat\p{L}*)(?!\p{L})/iu,
  hr: /(?<!\p{L})(u privitku|privit\p{L}+|u prilogu|prilož\p{L}+)(?!\p{L})/iu,
  el: /(?<!\p{L})(συνημμέν\p{L}*|επισυνάπτ\p{L}*)(?!\p{L})/iu,
  tr: /(?<!\p{L})(ekte|ekteki|ekli|ekledim|ilişikte)(?!\p{L})/iu,
  uk: /(?<!\p{L})(у вкладенні|вкладен\p{L}+|додаю|додатку|прикріп\p{L}+)(?!\p{L})/iu,
  ru: /(?<!\p{L})(во вложении|вложен\p{L}+|прилага\p{L}+|прикреп\p{L}+|приложен\p{L}+)(?!\p{L})/iu,
  ar: /(مرفق|المرفق|مرفقات|أرفقت)/u,
  he: /(מצורף|מצורפת|מצורפים|בקובץ המצורף)/u,
  ja: /(添付)/u,
  zh: /(附件|附上|随信附)/u,
};

/** The words in this text that say something is attached, in one of these languages or in English; "" where none do. */
export function attachmentWord(text, languages) {
  const bases = new Set([...languages.map((language) => language.split(/[-_]/)[0].toLowerCase()), "en"]);
  for (const base of bases) {
    const found = WORDS[base]?.exec(text);
    if (found) return found[0];
  }
  return "";
}
