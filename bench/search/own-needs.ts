/**
 * Twenty needs as people would type them, in six languages, for a look at what comes first. They were written before anything
 * was tuned on them, and name things that the real collections hold.
 */
export const OWN_NEEDS: readonly { language: 'en' | 'zh' | 'th' | 'vi' | 'id' | 'lo'; text: string; meaning: string }[] = [
	{ language: 'en', text: 'low-cost method to detect pesticide residues in vegetables', meaning: 'pesticide residue detection' },
	{ language: 'en', text: 'detection of cracks in railway tracks', meaning: 'rail crack inspection' },
	{ language: 'en', text: 'desalination of brackish water with solar power', meaning: 'solar desalination' },
	{ language: 'en', text: 'battery thermal management system for electric vehicles', meaning: 'battery thermal management' },
	{ language: 'zh', text: '污水处理 重金属 去除', meaning: 'removal of heavy metals from wastewater' },
	{ language: 'zh', text: '水稻病虫害识别', meaning: 'recognition of rice pests and diseases' },
	{ language: 'zh', text: '低成本桥梁健康监测系统', meaning: 'low-cost bridge health monitoring' },
	{ language: 'zh', text: '锂电池回收技术', meaning: 'recycling of lithium batteries' },
	{ language: 'th', text: 'ความปลอดภัยของอาหาร', meaning: 'food safety' },
	{ language: 'th', text: 'โดรนสำรวจพื้นที่เพาะปลูก', meaning: 'drones surveying crops' },
	{ language: 'th', text: 'เซลล์แสงอาทิตย์ประสิทธิภาพสูง', meaning: 'high-efficiency solar cells' },
	{ language: 'vi', text: 'xử lý nước thải công nghiệp dệt nhuộm', meaning: 'textile dyeing wastewater treatment' },
	{ language: 'vi', text: 'cảnh báo sớm sạt lở đất', meaning: 'landslide early warning' },
	{ language: 'vi', text: 'chan doan ung thu som', meaning: 'early cancer diagnosis (typed without diacritics)' },
	{ language: 'id', text: 'pupuk organik dari limbah pertanian', meaning: 'organic fertiliser from farm waste' },
	{ language: 'id', text: 'deteksi kebakaran hutan dengan satelit', meaning: 'forest fire detection by satellite' },
	{ language: 'id', text: 'pengering tenaga surya untuk hasil panen', meaning: 'solar dryer for harvests' },
	{ language: 'lo', text: 'ການບຳບັດນ້ຳເສຍ', meaning: 'wastewater treatment' },
	{ language: 'lo', text: 'ການກວດຫາພະຍາດພືດ', meaning: 'detection of plant diseases' },
	{ language: 'lo', text: 'ພະລັງງານລົມ', meaning: 'wind energy' },
];
