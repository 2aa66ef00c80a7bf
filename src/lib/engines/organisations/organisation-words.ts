/**
 * Words of organisation names that mean the same whatever the language or abbreviation, each list under one key; and the
 * legal forms of companies, which say nothing about which company it is. Keys and words are in the form that
 * `foldWord` gives: lower case without diacritics, spaces or points.
 */
export const SAME_WORDS: Readonly<Record<string, readonly string[]>> = {
	university: ['univ', 'daihoc', 'truongdaihoc', 'univer', 'uni', 'universitas', 'universiti', 'universidade', 'universite', 'universitaet', 'universitat', 'universidad', 'unibersidad', 'unibersidade', 'universities', 'universtiy', 'univeristy', 'pamantasan', 'มหาวิทยาลัย', 'ມະຫາວິທະຍາໄລ', 'មហាវិទ្យាល័យ', 'សាកលវិទ្យាល័យ', 'តក្កសិលា', 'တက္ကသိုလ်'],
	institute: ['inst', 'institut', 'instituto', 'institutes', 'institution', 'vien', 'สถาบัน', 'ສະຖາບັນ', 'វិទ្យាស្ថាន', 'surian'],
	college: ['coll', 'kolej', 'kolehiyo', 'วิทยาลัย'],
	polytechnic: ['politeknik', 'polytech'],
	hospital: ['hosp', 'rumahsakit', 'benhvien', 'โรงพยาบาล', 'ospital', 'hospitals'],
	academy: ['acad', 'akademi', 'akademia', 'hocvien'],
	laboratory: ['lab', 'labs', 'laboratories', 'makmal', 'laboratorium'],
	center: ['centre', 'ctr', 'pusat', 'trungtam', 'centro', 'centers', 'centres', 'ศูนย์', 'ສູນ', 'sentro'],
	science: ['sci', 'sciences', 'sains', 'khoahoc', 'ilmu', 'agham', 'วิทยาศาสตร์'],
	technology: ['tech', 'technol', 'technologies', 'teknologi', 'technological', 'congnghe', 'tecnologia', 'teknolohiya', 'เทคโนโลยี'],
	engineering: ['engn', 'engr', 'eng', 'kejuruteraan', 'teknik'],
	national: ['natl', 'nat', 'nasional', 'kebangsaan', 'quocgia', 'pambansa', 'แห่งชาติ', 'ແຫ່ງຊາດ', 'nacional', 'negara'],
	state: ['negeri'],
	international: ['intl', 'int', 'antarabangsa', 'internasional', 'quocte'],
	medical: ['med', 'medic', 'perubatan'],
	medicine: ['kedokteran', 'yhoc'],
	agriculture: ['agr', 'agric', 'agri', 'agricultural', 'pertanian', 'nongnghiep'],
	research: ['res', 'penelitian', 'penyelidikan', 'nghiencuu', 'riset', 'pananaliksik'],
	department: ['dept', 'jabatan', 'departemen', 'kagawaran', 'departamento'],
	ministry: ['kementerian', 'กระทรวง', 'ກະຊວງ', 'ministerio'],
	administration: ['admin', 'adm'],
	education: ['educ', 'pendidikan', 'giaoduc'],
	economics: ['econ', 'economic', 'ekonomi', 'kinhte'],
	environmental: ['env', 'environ', 'environment'],
	affiliated: ['affil', 'aff'],
	association: ['assoc', 'assn', 'persatuan', 'asosiasi', 'hiephoi', 'สมาคม', 'ສະມາຄົມ', 'samahan'],
	foundation: ['yayasan', 'fdn', 'มูลนิธิ'],
	development: ['dev', 'devel', 'pembangunan', 'phattrien'],
	provincial: ['prov'],
	peoples: ['people', 'renmin'],
	second: ['2nd'],
	first: ['1st'],
	third: ['3rd'],
	fourth: ['4th'],
	china: ['chinese', 'zhongguo'],
	hongkong: ['hk'],
	thailand: ['thai', 'ไทย', 'ประเทศไทย', 'muangthai'],
	laos: ['lao', 'ລາວ'],
	cambodia: ['khmer', 'kampuchea', 'កម្ពុជា'],
	myanmar: ['burma', 'မြန်မာ'],
	vietnam: ['vietnamese'],
	indonesia: ['indonesian'],
	malaysia: ['malaysian'],
	singapore: ['singapura'],
	philippines: ['pilipinas', 'philippine'],
	group: ['grp', 'tapdoan', 'kumpulan'],
	industry: ['industries', 'industrial', 'industri', 'ind', 'อุตสาหกรรม'],
};

/**
 * Chinese words at which a name is cut, so that what lies between them is compared by itself. They are no translations of
 * the ones above: a Chinese name is compared with Chinese names, for 科技 and 理工 are both "technology" in English and
 * name two universities of one city.
 */
export const CHINESE_WORDS: readonly string[] = ['印度尼西亚', '农业大学', '马来西亚', '基金会', '实验室', '新加坡', '柬埔寨', '研究所', '研究院', '科学院', '菲律宾', '中华', '中国', '中心', '人民', '公司', '农业', '北京', '医学', '医科', '医院', '协会', '印尼', '台湾', '国家', '国立', '国际', '大学', '学院', '实业', '工业', '工程', '师范', '技术', '教育', '理工', '科学', '科技', '第一', '第三', '第二', '经济', '缅甸', '老挝', '财经', '越南', '附属', '集团', '香港', '区', '县', '市', '省'];

/** Legal forms as they are written, longest first where one begins another. Compared after folding, at any place of a name. */
export const LEGAL_FORMS: readonly string[] = [
	// English and general
	'co ltd', 'company limited', 'company', 'corporation', 'corp', 'co', 'limited company', 'pte ltd', 'private limited', 'pvt ltd', 'ltd', 'limited', 'inc', 'incorporated', 'llc', 'llp', 'plc', 'gmbh',
	// Malaysia, Brunei, Indonesia
	'sdn bhd', 'sendirian berhad', 'syarikat', 'perusahaan', 'bhd', 'berhad', 'pt', 'tbk', 'perseroan terbatas', 'cv', 'persero',
	// Vietnam
	'cong ty tnhh', 'cong ty co phan', 'cong ty', 'trach nhiem huu han', 'mot thanh vien', 'tnhh', 'mtv', 'ctcp', 'jsc', 'joint stock company',
	// Chinese
	'有限责任公司', '股份有限公司', '有限公司', '责任有限公司', '公司',
	// Thai, Lao, Khmer, Burmese
	'บริษัท', 'ບໍລິສັດ', 'ក្រុមហ៊ុន', 'ကုမ္ပဏီ', 'จำกัด มหาชน', 'มหาชน', 'จำกัด', 'หจก', 'บจก', 'บมจ', 'ຈຳກັດ', 'ຈໍາກັດ', 'ឯ ក', 'limitada', 'lda', 'unipessoal',
	// Philippines
	'opc',
];

/** Words that join others in a name and carry nothing. */
export const JOINING_WORDS: ReadonlySet<string> = new Set(['the', 'of', 'and', 'for', 'in', 'at', 'de', 'da', 'do', 'dan', 'di', 'et', 'und', 'la', 'le', 'ng', 'sa', 'va', 'to', 'on', 'with', 'by', 'a', '与', '及', 'และ', 'แห่ง', 'ແຫ່ງ', 'ແລະ']);
