/** Fields that a query may name as `field:value`. Most are facets; `title` asks for words in the title. */
export const QUERY_FIELDS = ['kind', 'area', 'country', 'language', 'trl', 'stage', 'cooperation', 'ip', 'organisation', 'centre', 'title'] as const;
export type QueryField = (typeof QUERY_FIELDS)[number];

/** The names of each field: English with its spellings, Chinese, and what the other interface languages call it. */
const NAMES: Record<QueryField, string> = {
	kind: 'kind type 类型 种类 供需 ประเภท ປະເພດ ប្រភេទ အမျိုးအစား loại jenis uri வகை tipo',
	area: 'area topic field 领域 方向 สาขา ຂະແໜງ វិស័យ နယ်ပယ် lĩnh-vực bidang larangan துறை área',
	country: 'country 国家 国别 ประเทศ ປະເທດ ប្រទេស နိုင်ငံ nước quốc-gia negara bansa நாடு país pais',
	language: 'language lang 语言 语种 ภาษา ພາສາ ភាសា ဘာသာစကား ngôn-ngữ bahasa wika மொழி língua idioma',
	trl: 'trl 技术就绪度 就绪度',
	stage: 'maturity stage 成熟度 阶段 成熟阶段 kematangan độ-chín maturidade',
	cooperation: 'cooperation co-operation coop 合作 合作方式 ความร่วมมือ ການຮ່ວມມື hợp-tác kerja-sama kerjasama kooperasyon cooperação',
	ip: 'ip 知识产权 专利',
	organisation: 'organisation organization org owner 机构 单位 企业 หน่วยงาน ອົງກອນ tổ-chức organisasi samahan organização',
	centre: 'centre center 中心 ศูนย์ ສູນ trung-tâm pusat sentro centro',
	title: 'title 标题 题目 名称 หัวข้อ ຫົວຂໍ້ tiêu-đề judul tajuk pamagat தலைப்பு título',
};

const fieldByName = new Map<string, QueryField>(
	QUERY_FIELDS.flatMap((field) => NAMES[field].split(' ').map((name): [string, QueryField] => [name.normalize('NFC'), field])),
);

/** Traditional characters of the Chinese names. */
const TRADITIONAL: Record<string, string> = { 国: '國', 语: '語', 种: '種', 类: '類', 领: '領', 标: '標', 题: '題', 术: '術', 绪: '緒', 识: '識', 产: '產', 权: '權', 专: '專', 机: '機', 构: '構', 单: '單', 业: '業', 称: '稱', 阶: '階', 别: '別', 词: '詞', 级: '級', 名: '名' };
for (const [name, field] of [...fieldByName]) {
	const traditional = [...name].map((character) => TRADITIONAL[character] ?? character).join('');
	if (traditional !== name) fieldByName.set(traditional, field);
}

/** The field of a name as people type it, in any case and width. */
export function queryField(name: string): QueryField | undefined {
	return fieldByName.get(name.normalize('NFKC').toLowerCase());
}

/** The values of closed fields, by what English and Chinese call them; the code itself always works too. */
const VALUES: Partial<Record<QueryField, Record<string, string>>> = {
	kind: { offer: 'offers technology-offer 供给 供应 技术供给 成果', need: 'needs request technology-need 需求 技术需求' },
	stage: {
		concept: 'idea 概念',
		'under-development': 'development 研发中 研发',
		'lab-tested': 'lab laboratory tested 实验室 实验室验证',
		demonstration: 'demo demonstrable 示范 可供示范',
		'on-market': 'market commercial 已上市 上市 产业化',
	},
	cooperation: {
		licence: 'license licensing 许可',
		assignment: 'sale transfer 转让',
		'technical-cooperation': 'technical 技术合作',
		'joint-rd': 'joint-r&d research 联合研发',
		'joint-venture': 'venture 合资',
		'commercial-agreement': 'commercial 商务协议',
		investment: 'invest 投资',
		manufacturing: '委托制造 制造',
		'demonstration-base': '示范基地',
		training: '培训',
		'joint-laboratory': 'joint-lab 联合实验室',
	},
	ip: { none: 'no 无', 'secret-know-how': 'secret know-how 技术秘密', applied: 'pending application 已申请 申请', granted: 'patent patented 已授权 授权' },
};

/** The code of a closed field's value, by code or name; undefined where the field has no such value. */
export function closedValue(field: QueryField, value: string): string | undefined {
	const wanted = value.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, '-');
	for (const [code, names] of Object.entries(VALUES[field] ?? {})) if (code === wanted || names.split(' ').includes(wanted)) return code;
	return undefined;
}

/** Fields of which a listing has one value: asking for two different ones asks for nothing. */
export const SINGLE_VALUED: ReadonlySet<QueryField> = new Set<QueryField>(['kind', 'country', 'language', 'trl', 'stage', 'ip', 'organisation', 'centre']);

/** What a person should know of how the query was read. */
export type QueryNote =
	| { kind: 'unknown-field'; name: string }
	| { kind: 'unknown-value'; field: QueryField; value: string }
	| { kind: 'contradiction'; first: string; second: string }
	| { kind: 'no-phrase'; phrase: string }
	| { kind: 'too-long'; most: number };
