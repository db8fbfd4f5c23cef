/** Folding of names as search folds them (attacks/search.py): pure functions over text. */

/** @type {Record<string, string>} */
const LETTERS = { أ: "ا", إ: "ا", آ: "ا", ٱ: "ا", ؤ: "و", ئ: "ي", ء: "", ة: "ه", ى: "ي", ک: "ك", ی: "ي", گ: "ك", "ـ": "" };

/**
 * The words of a text without case, diacritics, hamza and apostrophes, with Western digits.
 * @param {string} text
 * @returns {string[]}
 */
export function foldedWords(text) {
  const letters = [...text].map((letter) => {
    const digit = "٠١٢٣٤٥٦٧٨٩".indexOf(letter);
    return digit >= 0 ? String(digit) : LETTERS[letter] ?? letter;
  });
  const plain = letters.join("").normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replace(/['’‘ʼʿʾʹ`´]/g, "");
  return plain.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}
