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

/**
 * Words that Indonesian writes and Malay does not: known ones, and those that TICO-19 (CC0), Tatoeba and the Universal
 * Declaration have at least seven times as often in the one language as in the other.
 */
export const INDONESIAN_WORDS: ReadonlySet<string> = new Set(
	(
		'bisa karena uang mobil kantor kesehatan pemerintah kebutuhan produksi limbah listrik energi kualitas ' +
		'aktivitas fasilitas universitas perusahaan gratis berbeda sepeda bahwa mencoba butuh ponsel indonesia ' +
		'provinsi kabupaten kecamatan desa gedung polisi rusak obat dokter jakarta rupiah pajak pabrik bensin ' +
		'handphone standar efektif informasi infeksi pasien penelitian peneliti pengembangan metode penanganan pangan ' +
		'pengolahan budidaya irigasi tetes asin daya kelompok petani berbasis cerdas surya gempa ekspor impor riset ' +
		'kapasitas agustus desember prancis inggris serikat tiongkok jepang jumat senin kamis mengatakan ujar saat ' +
		'terkait hingga berbagai kebijakan karyawan siswa mahasiswa jaman resmi kabar bicara ngomong mau enggak nggak ' +
		'gimana beda kemarin besok coba tim kasus maret mencakup wabah uji pandemi pernapasan inang studi terinfeksi ' +
		'kelelawar pembatasan bagian tingkat memiliki klinis surveilans setelah sebagian italia hewan perawatan ' +
		'masker terkonfirmasi aku medis kondisi hal terdampak terjadi lainnya karantina praktik merekomendasikan ' +
		'nyeri laboratorium setidaknya epidemi napas mendasari komunitas mengembangkan transmisi pengobatan eropa ' +
		'berat mendukung inap fase ditemukan terutama mulai daerah kandidat memungkinkan mortalitas menghindari ' +
		'internasional awitan pengendalian tanggal yakni lokal dampak dibandingkan merasa membutuhkan wajah sebesar ' +
		'otoritas bahkan mirip lanjut tergantung rencana publik paparan dukungan diduga memengaruhi guna disetujui ' +
		'dikembangkan diare sering sekuens pria penyanitasi pelacakan daring maupun cuci meskipun meski diisolasi ' +
		'berkerabat menemukan membatasi layanan toko temuan tampaknya penderita misalnya mandiri kesulitan keparahan ' +
		'jaringan efek direkomendasikan asam trenggiling mendeteksi berarti menderita intensif pasokan mengobati ' +
		'menginfeksi keamanan adanya transportasi terpapar rawat pilek perbedaan kritis klaster berbagi bakteri ' +
		'berusia tionghoa tenggorokan riwayat rekombinasi rekan pernyataan pedoman menit memperlambat lansia kode ' +
		'isolasi hindari diterapkan direktur diidentifikasi diberlakukan menerapkan berlangsung berhasil sampai usap ' +
		'terduga teramati tabel klorokuin kerusakan kerabat kemanjuran jalur dosis dikarantina cairan antarspesies ' +
		'tonjolan tatanan rata pertemuan perangkat memberlakukan hukum fisik durasi bisnis bepergian signifikan ' +
		'senyawa rekomendasi pertanyaan komisi gawat dipublikasikan dikonfirmasi departemen biaya bedah terlihat ' +
		'terbatas mengirim dimulai uni tren teruji situs proyek potensial periode pengodean pembaruan kronis ' +
		'keefektifan jadwal hidroksiklorokuin fatalitas diteliti disarankan berisi berdampak yaitu tertular spanyol ' +
		'saran perkiraan perilaku pengiriman penanggulangan mengidentifikasi memperkirakan melacak liburan konvalesen ' +
		'kesempatan kamar esensial droplet ditransmisikan bisakah berupa berperan berbicara terkontaminasi terdeteksi ' +
		'tantangan seluler sekelompok sehat rute pribadi prevalensi persentase penitipan pencitraan miliar ' +
		'mengisolasi memperpanjang mematikan lingkungan ilmiah estimasi diperkirakan detik daratan berkelanjutan ' +
		'badai samping virologis tipe solusi solidaritas serologis sapi pikir perbatasan nomor nasofaring mengirimkan ' +
		'mengingat mengindikasikan memulai memfasilitasi lipat kontrol kelamin kekhawatiran imunitas ilmuwan ginjal ' +
		'geografis galur'
	).split(/\s+/)
);

/** Words that Malay writes and Indonesian does not, or with another meaning and far less often. */
export const MALAY_WORDS: ReadonlySet<string> = new Set(
	(
		'boleh kerana awak wang hospital kesihatan kerajaan keperluan pengeluaran elektrik kualiti aktiviti kemudahan ' +
		'universiti syarikat percuma berbeza basikal bahawa cuba keretapi telefon malaysia kampung rosak ubat doktor ' +
		'ringgit kilang petrol piawai piawaian berkesan cekap maklumat pertubuhan keadaan jangkitan pesakit ' +
		'penyelidikan penyelidik pembangunan kaedah pengurusan berasaskan pintar suria eksport import kapasiti ogos ' +
		'disember perancis inggeris china jepun jumaat isnin khamis berkata ialah iaitu semasa manakala berkaitan ' +
		'pelbagai kakitangan pelajar rakyat rasmi isu cakap hendak nak esok pasukan baharu petang isteri lelaki ' +
		'perempuan tarikh peratus bilion kos mesti sahaja beliau pihak masa hadapan padang titis pengairan masin ' +
		'tanah makmal ladang getah sawit kelapa automasi kejuruteraan perisian komputer rangkaian siber awam kes mac ' +
		'daripada wabak selepas dijangkiti mempunyai teruk simptom rawatan pernafasan kelawar pandemik kajian hos ' +
		'disahkan ujian tiada perubatan klinikal berbanding apabila setakat itali kawasan sekatan haiwan kawalan ' +
		'topeng percubaan terutamanya penjagaan semula pengawasan sebarang komuniti tempoh sekurang terjejas ' +
		'mengesyorkan mengurangkan terdapat mencadangkan membangunkan bahagian kadar bilangan balas kesan mahu ' +
		'tersembunyi mengikut kanak sesetengah selesema berjangkit kuarantin kecemasan perkara keberkesanan adakah ' +
		'bermula berlaku membasuh fasa antarabangsa kumpulan ramai hendaklah disyaki epidemik perkhidmatan eropah ' +
		'berterusan bagaimanapun kemasukan kekal calon peringkat muka mula berkongsi rakan menyokong jadual berkuasa ' +
		'rancangan menghantar bandar kira sekiranya pendedahan ketara berkemungkinan dikesan dibangunkan bercakap ' +
		'klinik kebangsaan mengesan jujukan didapati meluas sebanyak terhad tempatan sebahagian mengelak menerusi ' +
		'kritikal diasingkan berkenaan amaran ditemui kerap terdedah tandas talian sokongan rapi permulaan ' +
		'pengangkutan pegawai mengandungi keterukan disyorkan diluluskan bilik berjaya bekalan bapa asimptomatik ' +
		'kalangan buat dikenali turut termasuklah sesiapa sedia menjejaskan menjangkiti mengisytiharkan kemudiannya ' +
		'berbilang kini pantas seterusnya betul ubatan sila respirasi perniagaan minit asid pemindahan mengelakkan ' +
		'walau perbezaan penjarakan memulakan memandangkan kluster hujung dibenarkan cirit birit bakteria perhimpunan ' +
		'pengasingan membenarkan kerosakan dianggarkan contohnya berumur wujud sukar respiratori rajah penjejakan ' +
		'pengesanan pengarah mengumpul mengawal membolehkan ketua dos dikuarantin lanjutan asas anggaran sekerja ' +
		'purata pentadbiran laluan kebimbangan epal cabaran berkait amalan kedai dijalankan sepatutnya punca ' +
		'persekitaran peribadi kod kesukaran keradangan fizikal elakkan dicadangkan arahan tapak tuala suruhanjaya ' +
		'sepanyol sejuk persekutuan penghasilan pembedahan mengesahkan kiraan hidroksichloroquine dipanggil cecair ' +
		'berhubung titisan sukan sebenar sebatian penyelesaian pengekodan najis menukar mengekalkan meletakkan kuasa ' +
		'kronik keupayaan kemas impak distres cina usul bermakna susulan nafas menjalankan dipercayai tingkah soalan ' +
		'sempadan rantaian projek peratusan pepaku nombor mikroorganisma menjadikan menghadkan mengasingkan maklum ' +
		'laku kolej kelulusan kehadiran cth bernafas bebenang segi memindahkan jabatan sedemikian ribut perumah ' +
		'pengesahan pengeraman mewujudkan menjejak menghidap menghalang lapan jagaan'
	).split(/\s+/)
);
