/** How much of the limit a cut at the end of a sentence must keep; else the cut is between words. */
const SENTENCE_SHARE = 0.6;

/** A text of at most `limit` characters (code points): cut after a sentence, else between words with an ellipsis. */
export function cutText(text: string, limit: number): string {
	const characters = [...text];
	if (characters.length <= limit) return text;
	const head = characters.slice(0, limit).join('');
	const sentence = /^[\s\S]*(?:[。！？။៕]|[.!?](?=\s))/u.exec(head)?.[0];
	if (sentence && [...sentence].length >= limit * SENTENCE_SHARE) return sentence.trim();
	const shorter = characters.slice(0, limit - 1).join('');
	const between = /^[\s\S]*(?=\s)/u.exec(shorter)?.[0] ?? '';
	return `${([...between].length >= limit * SENTENCE_SHARE ? between : shorter).trim()}…`;
}
