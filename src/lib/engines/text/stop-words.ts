import type { Language } from './language.ts';

/** Function words as they are written, lower case; `isStopWord` compares them in the form of terms. */
export const FUNCTION_WORDS: Record<Language, string> = {
	en:
		'a an the and or but nor if then than that this these those there here of in on at by for from to with without into onto ' +
		'over under between among through during before after about against as is are was were be been being am do does did ' +
		'doing have has had having will would shall should can could may might must not no it its he she they them their his her ' +
		'him we us our you your i me my who whom whose which what when where why how all any both each few more most other ' +
		'some such only own same so too very just also up down out off again once because while until',
	zh: '约 每 已 用 内 至 按 以上 以下 无 再 可以 需要 以及 超过 低于 用于 采用 的 了 和 与 及 或 在 是 为 以 对 等 中 上 下 于 由 从 到 被 把 将 其 之 而 并 这 那 该 此 也 都 就 则 可 能 会 要 我们 他们 它们 我 你 他 她 它 们 一个 不 没有 有 个 地 得 着 过 吗 呢 吧 啊 所 因 但 如 若',
	th: 'สำหรับ กว่า ผู้ ละ ต้องการ พร้อม เกิน ประมาณ ภายใน เพียง หลัง เอง ทุก จึง เคย แห่ง ไม่มี ใต้ บน ทำให้ เนื่อง และ หรือ ของ ที่ ใน เป็น การ ความ ได้ ให้ มี ไม่ จะ ก็ ว่า กับ แก่ แต่ จาก โดย ซึ่ง นี้ นั้น อยู่ คือ เพื่อ ต่อ ด้วย แล้ว ถึง ตาม เมื่อ ถ้า ไป มา อย่าง กัน เรา เขา ฉัน คุณ มัน ๆ ทั้ง ยัง ถูก นะ ครับ ค่ะ อีก ต้อง',
	lo: 'ທີ່ມີ ແບບ ເກີນ ຕ້ອງການ ພ້ອມ ນຳ ຫຼັງ ກ່ອນ ທຸກ ພຽງ ຈຶ່ງ ພາຍໃນ ບໍ່ມີ ເອງ ສຳລັບ ແລະ ຫຼື ຂອງ ທີ່ ໃນ ເປັນ ການ ຄວາມ ໄດ້ ໃຫ້ ມີ ບໍ່ ຈະ ກໍ ກໍ່ ວ່າ ກັບ ແກ່ ແຕ່ ຈາກ ໂດຍ ຊຶ່ງ ເຊິ່ງ ນີ້ ນັ້ນ ຢູ່ ຄື ເພື່ອ ຕໍ່ ດ້ວຍ ແລ້ວ ເຖິງ ຕາມ ເມື່ອ ຖ້າ ໄປ ມາ ຢ່າງ ກັນ ພວກເຮົາ ເຂົາ ຂ້ອຍ ມັນ ທັງ ຍັງ ຖືກ ອີກ ຕ້ອງ ສຳລັບ ສໍາລັບ',
	km: 'ក្រោម លើ លើស ជាង អាច តែ នាក់ ត្រូវការ គ្មាន ប្រហែល ដូច្នេះ យ៉ាងតិច ពេល រួច សម្រាប់ តាម រហូត រហូតដល់ និង ឬ របស់ ដែល ក្នុង ជា ការ បាន ឲ្យ ឱ្យ មាន មិន នឹង ថា ជាមួយ ដល់ ប៉ុន្តែ ពី ដោយ នេះ នោះ នៅ គឺ ដើម្បី ចំពោះ ផង ហើយ ទៅ តាម នៃ លើ មក យ៉ាង គ្នា យើង គេ ខ្ញុំ អ្នក វា ទាំង ត្រូវ ទៀត ទេ សម្រាប់ ក៏ រួម',
	my: 'လျှင် ခု သာ လို လိုအပ် ပေး မည့် သဖြင့် ကာ နိုင်သည် တွင်း အတွင်း အောက် ဖြစ်သည် ကျော် အထိ ခန့် ဘဲ နေသည် ပါသည် အတွက် နှင့် သို့မဟုတ် ၏ သော တွင် ဖြစ် သည် ကို မှ မရှိ ရှိ မ များ တို့ က ၌ အား ဖြင့် သို့ လည်း ပါ ပြီး ရန် အတွက် ထို ဤ ဒီ နဲ့ တဲ့ တယ် မယ် ခဲ့ နေ သည့် မည် သူ ကျွန်ုပ် ကျွန်တော် သင် လို့ ဟု ရ နိုင် ခြင်း မှု တော့ ပဲ',
	vi: 'mỗi cần bằng đó hiện dùng phải sau trước qua giữa khoảng sẵn và hoặc của là có các những được cho trong với không này đó một để khi từ đến ở trên dưới bị do vì nên mà thì cũng đã đang sẽ như theo tại về vào ra nhưng nếu rằng rất hơn còn chỉ lại họ nó tôi bạn chúng ta anh em ông bà',
	id: 'per tiap tanpa hingga atas bawah lalu sampai tetap dan atau yang di ke dari untuk pada dengan adalah ini itu dalam tidak akan oleh sebagai juga telah dapat bisa karena ada para saya kami kita anda mereka dia ia nya sudah lebih maka bila jika namun tetapi serta bagi antara secara tersebut hal agar sangat hanya bahwa saat harus belum masih seperti',
	ms: 'guna hingga tanpa bawah tiap lalu sejak jadi dan atau yang di ke dari daripada untuk pada dengan adalah ialah ini itu dalam tidak akan oleh sebagai juga telah boleh dapat kerana ada para saya kami kita anda mereka dia ia nya sudah lebih maka bila jika namun tetapi serta bagi antara secara tersebut hal agar sangat hanya bahawa semasa harus perlu belum masih seperti kepada',
	fil: 'bawat kailang hangga gamit loob higit kada kahit ang ng mga sa na at o ay ni si kay kina nina sina para ito iyon iyan dito doon hindi wala may mayroon ako ikaw siya kami tayo kayo sila ko mo niya namin natin ninyo nila akin iyo kanya kung pero ngunit dahil kapag nang din rin lang lamang pa ba po man kanilang aming ating inyong bilang mula upang isang isa',
	ta: 'முதல் உள்ளன ஆகியவற்றை ஒவ்வொரு கீழ் மேற்பட்ட மேல் மற்றும் அல்லது ஒரு இது அது இந்த அந்த என்று என்ற என உள்ள இல்லை ஆகும் ஆனால் நான் நாம் நீங்கள் அவர் அவர்கள் அவன் அவள் மேலும் போன்ற மூலம் வேண்டும் முடியும் இருந்து வரை பற்றி கொண்ட செய்ய உள்ளது இருக்கும் என்பது தான் கூட பிற எந்த',
	pt: 'nem nosso nossa durante depois desde cada sem o a os as um uma uns umas e ou mas de do da dos das em no na nos nas por pelo pela pelos pelas para com sem sob sobre entre até que se não é são foi ser está estão ter tem têm há como mais menos muito também já ainda seu sua seus suas ele ela eles elas eu nós você este esta esse essa isto isso aquele aquela ao à aos às quando onde qual quais porque pois'
};
