// Words without accents and capitals, as the search knows them.

/** The text folded. Runs of marks are cut at thirty first: sorting longer ones, as normalisation does, takes ever longer. */
export const fold = (text) =>
  text.toLocaleLowerCase().replace(/(\p{M}{30})\p{M}+/gu, "$1").normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("ß", "ss");
