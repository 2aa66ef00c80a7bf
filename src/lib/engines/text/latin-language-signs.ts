import { FUNCTION_WORDS } from './stop-words.ts';

type LatinLanguage = 'en' | 'id' | 'ms' | 'fil' | 'vi' | 'pt';

const LANGUAGES: readonly LatinLanguage[] = ['en', 'id', 'ms', 'fil', 'vi', 'pt'];

/** Frequent content words of listings and of everyday text, which a short query may consist of. */
const CONTENT_WORDS: Record<LatinLanguage, string> = {
	en: 'water soil technology system method device production process energy plant food data control management using based new high research development material treatment disease health smart sensor waste power solar rice fish crop farm saline drip irrigation need offer company improve quality cost low small people country world time year work good find looking',
	id: 'air tanah teknologi sistem alat produksi proses energi tanaman pangan data pengelolaan berbasis baru tinggi penelitian pengembangan bahan pengolahan penyakit kesehatan cerdas limbah listrik tenaga surya padi ikan sawah petani asin irigasi tetes kebutuhan perusahaan meningkatkan mutu biaya rendah kecil orang negara dunia tahun kerja baik mencari sumber daya',
	ms: 'air tanah teknologi sistem alat pengeluaran proses tenaga tanaman makanan data pengurusan berasaskan baharu tinggi penyelidikan pembangunan bahan rawatan penyakit kesihatan pintar sisa elektrik suria padi ikan sawah petani masin pengairan titis keperluan syarikat meningkatkan kualiti kos rendah kecil orang negara dunia tahun kerja baik mencari',
	fil: 'tubig lupa teknolohiya sistema paraan produksyon proseso enerhiya halaman pagkain datos bago mataas pananaliksik pagpapaunlad materyales sakit kalusugan basura kuryente araw palay isda bukid magsasaka maalat patubig kailangan kompanya pabutihin kalidad gastos mababa maliit tao bansa mundo oras taon trabaho mabuti hanap',
	vi: 'nước đất công nghệ hệ thống thiết bị sản xuất quy trình năng lượng cây thực phẩm dữ liệu quản lý mới cao nghiên cứu phát triển vật liệu xử bệnh sức khỏe thông minh chất thải điện mặt trời lúa cá ruộng nông dân mặn tưới nhỏ giọt nhu cầu công ty chất lượng chi phí thấp người nước năm',
	pt: 'água solo tecnologia sistema método produção processo energia planta alimento alimentos dados controle gestão novo alta pesquisa desenvolvimento material tratamento doença saúde inteligente sensor resíduos elétrica solar arroz peixe cultivo fazenda salino gotejamento irrigação rega necessidade empresa melhorar qualidade custo baixo pequeno pessoas país mundo tempo ano trabalho bom procura'
};

function buildLatinWords(): Map<string, [LatinLanguage, number][]> {
	const words = new Map<string, [LatinLanguage, number][]>();
	const add = (list: string, language: LatinLanguage, weight: number): void => {
		for (const word of new Set(list.normalize('NFC').split(' '))) {
			const row = words.get(word) ?? [];
			row.push([language, weight]);
			words.set(word, row);
		}
	};
	for (const language of LANGUAGES) {
		add(FUNCTION_WORDS[language], language, 1);
		add(CONTENT_WORDS[language], language, 0.8);
	}
	// A word that several languages write says less for each of them.
	for (const row of words.values()) for (const entry of row) entry[1] /= Math.sqrt(row.length);
	return words;
}

/** Word -> the Latin languages that use it, with how much it says for each. */
export const LATIN_WORDS: ReadonlyMap<string, readonly (readonly [LatinLanguage, number])[]> = buildLatinWords();

/** Word endings that say something for a language. */
export const ENDINGS: readonly (readonly [string, LatinLanguage, number])[] = [
	['ing', 'en', 0.3],
	['tion', 'en', 0.6],
	['ness', 'en', 0.5],
	['ment', 'en', 0.5],
	['ly', 'en', 0.3],
	['ed', 'en', 0.3],
	['ity', 'en', 0.5],
	['nya', 'id', 0.4],
	['nya', 'ms', 0.4],
	['kan', 'id', 0.4],
	['kan', 'ms', 0.4],
	['asi', 'id', 0.6],
	['tas', 'id', 0.4],
	['asi', 'ms', 0.2],
	['iti', 'ms', 0.4],
	['ng', 'fil', 0.2],
	['syon', 'fil', 1],
	['hiya', 'fil', 1],
	['ção', 'pt', 1],
	['ções', 'pt', 1],
	['dade', 'pt', 0.8],
	['mente', 'pt', 0.7],
	['ados', 'pt', 0.6],
	['agem', 'pt', 0.6],
	['ico', 'pt', 0.4],
	['ica', 'pt', 0.4],
	['ia', 'pt', 0.15]
];

/** Words that Indonesian writes and Malay does not. */
export const INDONESIAN_WORDS: ReadonlySet<string> = new Set(
	(
		'bisa karena anda uang mobil kantor rumah sakit kesehatan pemerintah kebutuhan produksi limbah listrik energi ' +
		'kualitas aktivitas fasilitas universitas perusahaan gratis berbeda sepeda bahwa mencoba butuh tidur ponsel ' +
		'teh indonesia provinsi kabupaten kecamatan desa gedung polisi rusak obat dokter jakarta rupiah pajak pabrik ' +
		'bensin handphone standar efektif efisien informasi situasi infeksi pasien penelitian peneliti pengembangan ' +
		'metode penanganan pangan pengolahan budidaya irigasi tetes lahan asin sumber daya kelompok petani berbasis ' +
		'cerdas surya cuaca gempa ekspor impor riset kapasitas agustus desember prancis inggris serikat cina tiongkok ' +
		'jepang jumat senin kamis mengatakan ujar kata saat sementara tersebut terkait hingga sejumlah berbagai ' +
		'melakukan kebijakan pegawai karyawan siswa mahasiswa warga jaman zaman resmi masalah kabar bicara ngomong ' +
		'mau enggak nggak tak gimana beda kemarin besok sudah coba tim sepak'
	).split(/\s+/)
);

/** Words that Malay writes and Indonesian does not, or with another meaning and far less often. */
export const MALAY_WORDS: ReadonlySet<string> = new Set(
	(
		'boleh kerana awak wang pejabat hospital kesihatan kerajaan keperluan pengeluaran sisa elektrik tenaga ' +
		'kualiti aktiviti kemudahan universiti syarikat percuma berbeza basikal bahawa cuba perlu keretapi telefon ' +
		'malaysia negeri daerah kampung bangunan rosak ubat doktor ringgit cukai kilang petrol piawai piawaian ' +
		'berkesan cekap maklumat pertubuhan keadaan jangkitan pesakit penyelidikan penyelidik pembangunan kaedah ' +
		'pengendalian pengurusan berasaskan pintar suria eksport import kapasiti ogos disember perancis inggeris ' +
		'china jepun jumaat isnin khamis berkata ialah iaitu semasa manakala berkaitan sehingga beberapa pelbagai ' +
		'dasar pekerja kakitangan pelajar rakyat rasmi isu berita cakap hendak nak tidak bagaimana mengapa semalam ' +
		'esok telah pasukan oleh baharu petang pagi isteri lelaki perempuan tarikh peratus juta bilion ribu kos mesti ' +
		'sahaja antara lain setiap seorang beliau sebuah pihak masa hadapan padang titis pengairan masin tanah makmal ' +
		'ladang getah sawit kelapa industri automasi sistem kejuruteraan perisian komputer rangkaian siber digital ' +
		'awam swasta'
	).split(/\s+/)
);
