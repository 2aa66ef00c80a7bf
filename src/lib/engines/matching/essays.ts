import type { MatchableListing } from './types.ts';

/** Titles of essays, reviews, reports of experience and studies of policy. */
const ESSAY =
	/浅[谈析论议]|[解剖]析$|探[讨索析]$|思考$|初[探步]|体会$|综述|进展|现状|展望|对策|启示|[述简]评|评述|反思|刍议|漫谈|我国|中国的?|产业|市场|教学|政策|历史|文化|^(an? )?(overview|review|survey)\b|\b(literature|systematic) review\b|: an? (overview|review|survey)|\b(lessons learned|state of the art|perspectives? on|getting started)\b|tổng quan|tinjauan (pustaka|literatur)|kajian (literatur|pustaka)|sorotan (kajian|literatur)|ทบทวนวรรณกรรม|ปริทัศน์|revisão (sistemática|da literatura|bibliográfica)|pagsusuri ng literatura/iu;

/** Words of one who made something or tried it out: an essay that says these offers more than an opinion. */
const MADE =
	/研制|试制|制备|制得|制成|样机|专利|装置|设计[了并]|设计与|设计一|实现[了]|开发[了出]|提出[了]?.{0,20}(方法|算法|模型|结构|方案|技术|工艺|系统)|[试实]验|测试|验证|\b(prototype|patent|device|apparatus|tested|we (built|developed|designed)|developed|invention|software|demonstrat\w+)\b/iu;

/**
 * Whether a text is an essay, a review or a study of policy that brings no technology with it: its title says so, and nothing in it
 * was made or tried out. Collections of papers are full of them; no one can introduce a need to one.
 */
export function isEssay({ kind, texts: { title = '', ...others } }: Pick<MatchableListing, 'kind' | 'texts'>): boolean {
	return kind === 'offer' && ESSAY.test(title.trim()) && !MADE.test(Object.values(others).join('\n'));
}
