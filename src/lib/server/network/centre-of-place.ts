/** Cities of the Chinese provinces and municipalities that have a regional branch of CATTC (charter, III.3). */
const REGIONAL_CITIES: Record<string, readonly string[]> = {
	yunnan: ['yunnan', 'kunming', 'dali', 'yuxi', 'qujing', 'xishuangbanna'],
	jiangsu: ['jiangsu', 'nanjing', 'suzhou', 'wuxi', 'changzhou', 'nantong', 'xuzhou', 'yangzhou', 'zhenjiang'],
	zhejiang: ['zhejiang', 'hangzhou', 'ningbo', 'wenzhou', 'jiaxing', 'shaoxing', 'taizhou', 'jinhua', 'huzhou'],
	beijing: ['beijing'],
	shanghai: ['shanghai'],
	sichuan: ['sichuan', 'chengdu', 'mianyang', 'deyang', 'yibin'],
};

const BILATERAL: Record<string, string> = {
	BN: 'brunei',
	KH: 'cambodia',
	ID: 'indonesia',
	LA: 'laos',
	MY: 'malaysia',
	MM: 'myanmar',
	PH: 'philippines',
	TH: 'thailand',
	VN: 'vietnam',
};

/**
 * The centre that serves an organisation of a country and place: a Chinese regional branch where the place lies in one,
 * the bilateral centre of its country, else the headquarters (the rest of China, Singapore, Timor-Leste, elsewhere).
 */
export function centreOfPlace(country: string, place: string | null): string {
	if (country !== 'CN') return BILATERAL[country] ?? 'cattc';
	const name = (place ?? '').toLowerCase();
	for (const [centre, cities] of Object.entries(REGIONAL_CITIES))
		if (cities.some((city) => name.includes(city))) return centre;
	return 'cattc';
}
