import en from '../../../../messages/vocabulary/en.json' with { type: 'json' };
import fil from '../../../../messages/vocabulary/fil.json' with { type: 'json' };
import id from '../../../../messages/vocabulary/id.json' with { type: 'json' };
import km from '../../../../messages/vocabulary/km.json' with { type: 'json' };
import lo from '../../../../messages/vocabulary/lo.json' with { type: 'json' };
import ms from '../../../../messages/vocabulary/ms.json' with { type: 'json' };
import my from '../../../../messages/vocabulary/my.json' with { type: 'json' };
import pt from '../../../../messages/vocabulary/pt.json' with { type: 'json' };
import ta from '../../../../messages/vocabulary/ta.json' with { type: 'json' };
import th from '../../../../messages/vocabulary/th.json' with { type: 'json' };
import vi from '../../../../messages/vocabulary/vi.json' with { type: 'json' };
import zh from '../../../../messages/vocabulary/zh.json' with { type: 'json' };
import {
	CO_OPERATION_TYPES,
	DISCLOSURES,
	IP_RIGHT_TYPES,
	IP_STATUSES,
	LISTING_KINDS,
	PARTNER_KINDS,
	PRICE_BASES,
	PRICE_KINDS,
	SECTIONS,
} from '#lib/listings/vocabulary.ts';
import { headerKey } from './header-names.ts';

/** The closed vocabularies of a listing, by the prefix of their messages. */
const VOCABULARIES = {
	kind: LISTING_KINDS,
	cooperation: CO_OPERATION_TYPES,
	partner: PARTNER_KINDS,
	ip_status: IP_STATUSES,
	ip_right: IP_RIGHT_TYPES,
	price_kind: PRICE_KINDS,
	price_basis: PRICE_BASES,
	disclosure: DISCLOSURES,
	section: SECTIONS,
	display: ['open', 'hidden'],
} as const;

export type Vocabulary = keyof typeof VOCABULARIES;

/** What writers say besides the code and the label that the interface shows. */
const SYNONYMS: Partial<Record<Vocabulary, Readonly<Record<string, readonly string[]>>>> = {
	kind: {
		offer: ['offers', 'technology offer', 'supply', 'supplier', 'achievement', '供给', '技术供给', '成果', '科技成果', '供应', '技术成果'],
		need: ['needs', 'technology need', 'demand', 'request', 'technology request', '需求', '技术需求', '难题'],
	},
	cooperation: {
		licence: ['license', 'licensing', 'license agreement', 'licence agreement', 'patent license', '许可', '技术许可', '专利许可', '授权'],
		assignment: ['sale', 'transfer', 'technology transfer', 'patent sale', '转让', '技术转让', '专利转让'],
		'technical-cooperation': ['technical cooperation', 'technical collaboration', 'technical service', '技术合作', '技术服务', '合作'],
		'joint-rd': ['joint research', 'joint r&d', 'research cooperation', 'joint development', 'research collaboration', '联合研发', '合作研发', '合作开发', '委托开发'],
		'joint-venture': ['jv', '合资', '合资经营', '技术入股'],
		'commercial-agreement': ['commercial agreement', 'commercial agreement with technical assistance', '商业协议'],
		investment: ['financing', 'equity', '投资', '融资', '股权融资'],
		manufacturing: ['manufacturing agreement', 'production', '生产', '委托生产', '制造'],
		'demonstration-base': ['demonstration', 'demonstration base', '示范', '示范基地'],
		training: ['capacity building', '培训'],
		'joint-laboratory': ['joint lab', 'joint laboratory', '联合实验室'],
	},
	partner: {
		'company-1-10': ['micro', 'micro enterprise', '微型企业'],
		'company-11-49': ['small enterprise', 'sme', 'sme 11-50', '小型企业', '小企业'],
		'company-50-249': ['medium enterprise', 'medium-sized enterprise', 'company', 'enterprise', '企业', '公司', '中型企业'],
		'company-250': ['large company', 'large enterprise', '大型企业', '大企业'],
		university: ['universities', 'college', '大学', '高校', '院校'],
		institute: ['research institute', 'r&d institution', 'research institution', 'laboratory', '研究所', '研究院', '科研院所', '科研机构'],
		association: ['cooperative', 'industry association', '协会', '合作社'],
		government: ['public body', 'ministry', 'government', '政府', '政府部门'],
	},
	ip_status: {
		none: ['no', 'no ip', '无', '没有'],
		'secret-know-how': ['know-how', 'secret know how', 'trade secret', '技术秘密', '专有技术', '商业秘密'],
		applied: ['pending', 'patent pending', 'patent applied', 'filed', '申请中', '已申请', '受理'],
		granted: ['patented', 'patent granted', 'issued', 'registered', '授权', '已授权', '有效', '有权'],
	},
	price_kind: { negotiable: ['面议', '可议', 'to be negotiated'], indicative: ['estimate', '参考价'], firm: ['fixed', '一口价'], floor: ['minimum', '底价'] },
	price_basis: { 'lump-sum': ['lump sum', '一次性', '一次付清'], royalty: ['royalties', '提成'] },
	display: { open: ['public', 'yes', '公开'], hidden: ['anonymous', 'hide', '匿名', '隐藏'] },
};

const MESSAGES: readonly Readonly<Record<string, string>>[] = [en, zh, th, lo, km, my, vi, id, ms, fil, ta, pt];

const codes = new Map<Vocabulary, Map<string, string>>();

function wordsOf(vocabulary: Vocabulary): Map<string, string> {
	const known = codes.get(vocabulary);
	if (known) return known;
	const words = new Map<string, string>();
	const add = (word: string | undefined, code: string) => {
		const key = word && headerKey(word);
		if (key && !words.has(key)) words.set(key, code);
	};
	for (const code of VOCABULARIES[vocabulary]) add(code, code);
	for (const messages of MESSAGES)
		for (const code of VOCABULARIES[vocabulary]) add(messages[`${vocabulary}_${code.replaceAll('-', '_')}`], code);
	for (const [code, synonyms] of Object.entries(SYNONYMS[vocabulary] ?? {})) for (const word of synonyms) add(word, code);
	codes.set(vocabulary, words);
	return words;
}

/** The code that a word of a vocabulary means: its code, its label in any interface language, or a synonym. */
export function codeOf(vocabulary: Vocabulary, word: string): string | undefined {
	return wordsOf(vocabulary).get(headerKey(word));
}
