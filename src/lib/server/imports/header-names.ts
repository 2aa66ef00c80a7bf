import type { ImportField } from './fields.ts';

/**
 * What headers of spreadsheets call the fields, in the languages of the network, most telling names first. Compared after
 * `headerKey`: letters and digits only, in lower case.
 */
export const HEADER_NAMES: Partial<Record<ImportField, readonly string[]>> = {
	externalId: [
		'externalid', 'id', 'reference', 'referencenumber', 'refno', 'ref', 'number', 'no', 'code', 'topicid', 'awardid', 'rid', 'patentnumber', 'caseno',
		'编号', '序号', '项目编号', '成果编号', '需求编号', 'รหัส', 'ລະຫັດ', 'លេខសម្គាល់', 'အမှတ်စဉ်', 'mã', 'mãsố', 'kode', 'nomor', 'kod', 'kodigo', 'குறியீடு', 'código',
	],
	kind: ['kind', 'type', 'offerorneed', 'offerneed', 'listingtype', '类型', '供需类型', '类别', 'ประเภท', 'ປະເພດ', 'ប្រភេទ', 'အမျိုးအစား', 'loại', 'jenis', 'uri', 'வகை', 'tipo'],
	language: ['language', 'lang', '语言', '语种', 'ภาษา', 'ພາສາ', 'ភាសា', 'ဘာသာစကား', 'ngônngữ', 'bahasa', 'wika', 'மொழி', 'língua', 'idioma'],
	title: [
		'title', 'name', 'headline', 'technologytitle', 'projecttitle', 'technologyname', 'projectname', 'subject',
		'标题', '名称', '项目名称', '成果名称', '技术名称', '需求名称', '题目', '標題', '名稱',
		'ชื่อ', 'ชื่อเรื่อง', 'หัวข้อ', 'ຊື່', 'ຫົວຂໍ້', 'ចំណងជើង', 'ខ្ទង់ឈ្មោះ', 'ခေါင်းစဉ်', 'tiêuđề', 'tên', 'têncôngnghệ', 'judul', 'nama', 'tajuk', 'pamagat', 'pangalan', 'தலைப்பு', 'título', 'titulo', 'nome',
	],
	summary: [
		'summary', 'abstract', 'shortdescription', 'brief', 'overview', 'executivesummary', '摘要', '简介', '概要', '概述', '内容摘要', '項目簡介',
		'บทคัดย่อ', 'สรุป', 'ສະຫຼຸບ', 'ບົດຄັດຫຍໍ້', 'សេចក្តីសង្ខេប', 'អត្ថបទសង្ខេប', 'အကျဉ်းချုပ်', 'tómtắt', 'ringkasan', 'abstrak', 'buod', 'சுருக்கம்', 'resumo',
	],
	description: [
		'description', 'content', 'details', 'detail', 'body', 'text', 'fulltext', 'longdescription', 'technicaldescription', 'scope',
		'描述', '内容', '详细描述', '技术描述', '项目介绍', '成果介绍', '详情', '說明', '内容描述', '技术内容',
		'รายละเอียด', 'คำอธิบาย', 'ລາຍລະອຽດ', 'ຄຳອະທິບາຍ', 'ការពិពណ៌នា', 'សេចក្តីលម្អិត', 'ဖော်ပြချက်', 'အသေးစိတ်', 'môtả', 'nộidung', 'deskripsi', 'uraian', 'penerangan', 'keterangan', 'paglalarawan', 'விளக்கம்', 'descrição', 'descricao',
	],
	benefitInFigures: ['benefitinfigures', 'benefit', 'benefits', 'figures', 'keyfigures', 'performance', '效益数据', '经济效益', '效益', '技术指标', '主要指标', 'ประโยชน์', 'ຜົນປະໂຫຍດ', 'lợiích', 'manfaat', 'faedah', 'benepisyo', 'benefícios'],
	comparedWith: ['comparedwith', 'comparison', 'stateoftheart', 'alternative', 'competitors', '对比', '同类技术比较', '比较对象'],
	advantages: ['advantages', 'advantage', 'innovation', 'advantagesandinnovation', 'novelty', 'innovativeaspects', '优势', '创新点', '技术优势', '先进性', 'ข้อดี', 'ຂໍ້ດີ', 'ưuđiểm', 'keunggulan', 'kelebihan', 'vantagens'],
	sought: ['sought', 'requirement', 'requirements', 'need', 'needs', 'expertisesought', 'specification', 'specifications', 'demand', '需求', '技术要求', '需求描述', '需求内容', '技术需求', 'ความต้องการ', 'ຄວາມຕ້ອງການ', 'តម្រូវការ', 'လိုအပ်ချက်', 'nhucầu', 'yêucầu', 'kebutuhan', 'keperluan', 'pangangailangan', 'தேவை', 'necessidade'],
	areas: ['areas', 'area', 'field', 'fields', 'sector', 'category', 'categories', 'domain', 'topic', '领域', '技术领域', '行业', '所属领域', 'สาขา', 'ຂະແໜງ', 'វិស័យ', 'ကဏ္ဍ', 'lĩnhvực', 'bidang', 'larangan', 'துறை', 'setor'],
	keywords: ['keywords', 'keyword', 'tags', 'tag', '关键词', '关键字', '标签', 'คำสำคัญ', 'ຄຳສຳຄັນ', 'ពាក្យគន្លឹះ', 'သော့ချက်စာလုံး', 'từkhóa', 'katakunci', 'mgasusingsalita', 'முக்கியசொற்கள்', 'palavraschave'],
	trl: ['trl', 'maturity', 'technologyreadinesslevel', 'readiness', 'stage', '成熟度', '技术成熟度', '技术就绪度', 'ระดับความพร้อม', 'mứcđộsẵnsàng', 'tingkatkesiapan'],
	'ip.status': ['ipstatus', 'ip', 'intellectualproperty', 'patentstatus', '知识产权', '知识产权状态', '专利状态', 'ทรัพย์สินทางปัญญา', 'sởhữutrítuệ', 'kekayaanintelektual', 'hartaintelek'],
	'ip.rights': ['iprights', 'patents', 'patent', '专利', '专利号', 'สิทธิบัตร', 'bằngsángchế', 'paten'],
	cooperation: ['cooperation', 'cooperationtypes', 'cooperationtype', 'collaboration', 'typeofcooperation', 'modeoftransfer', '合作方式', '合作类型', '转让方式', 'ความร่วมมือ', 'ການຮ່ວມມື', 'កិច្ចសហប្រតិបត្តិការ', 'hợptác', 'kerjasama', 'pakikipagtulungan', 'cooperação'],
	'partner.kinds': ['partnerkinds', 'partnertype', 'partnersought', 'partner', 'typeofpartner', '合作伙伴', '合作对象', '伙伴类型', 'đốitác', 'mitra', 'rakankongsi'],
	'partner.role': ['partnerrole', 'roleofpartner', '合作伙伴角色', '伙伴职责'],
	countries: ['countries', 'country', 'countriesofinterest', 'targetcountries', 'markets', '国家', '目标国家', '意向国家', 'ประเทศ', 'ປະເທດ', 'ប្រទេស', 'နိုင်ငံ', 'quốcgia', 'negara', 'bansa', 'நாடு', 'país'],
	price: ['price', 'cost', 'askingprice', '价格', '报价', '转让价格', 'ราคา', 'ລາຄາ', 'តម្លៃ', 'ဈေးနှုန်း', 'giá', 'harga', 'presyo', 'விலை', 'preço'],
	'price.min': ['pricemin', 'minprice', '最低价格'],
	'price.max': ['pricemax', 'maxprice', '最高价格'],
	'price.currency': ['pricecurrency', 'currency', '币种', '货币'],
	'price.kind': ['pricekind', '价格类型'],
	'price.basis': ['pricebasis', '计价方式'],
	budget: ['budget', 'funds', 'investment', '预算', '投入资金', '拟投入资金', 'งบประมาณ', 'ງົບປະມານ', 'ថវិកា', 'ဘတ်ဂျက်', 'ngânsách', 'anggaran', 'belanjawan', 'badyet', 'orçamento'],
	'budget.min': ['budgetmin', 'minbudget', '最低预算'],
	'budget.max': ['budgetmax', 'maxbudget', '最高预算'],
	'budget.currency': ['budgetcurrency'],
	'budget.source': ['budgetsource', 'sourceoffunds', '资金来源'],
	relevantDate: ['relevantdate', 'date', 'neededby', 'availablefrom', 'deadline', 'duedate', '日期', '截止日期', '可用日期', '需求日期', 'วันที่', 'ວັນທີ', 'កាលបរិច្ឆេទ', 'ရက်စွဲ', 'ngày', 'hạnchót', 'tanggal', 'tarikh', 'petsa', 'தேதி', 'data'],
	sdgs: ['sdgs', 'sdg', 'sustainabledevelopmentgoals', '可持续发展目标'],
	exportControl: ['exportcontrol', 'restrictions', '出口管制', '限制'],
	videoUrl: ['videourl', 'video', 'videolink', '视频', '视频链接'],
	display: ['display', 'anonymous', '显示方式'],
	disclosure: ['disclosure', '公开范围'],
};

/** A header as it is compared: letters, marks and digits, in lower case. */
export function headerKey(header: string): string {
	return header
		.normalize('NFKC')
		.toLowerCase()
		.replace(/\([^)]*\)|（[^）]*）/gu, '')
		.replace(/[^\p{L}\p{M}\p{N}]/gu, '');
}
