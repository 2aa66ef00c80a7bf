import { stemEnglish } from '../text/stem-english.ts';

/**
 * Words of the pivot (English) that listings of every field use, and units: they say nothing of what a listing is about.
 * Words of other languages are general where their translations are.
 */
const GENERAL = `
ability able accept access accord account accurate achieve act activity actual add adapt adjust adopt advance advantage affect
aim allow amount annual apply application approach appropriate area arrange article assess assist at available average avoid
base basic become begin benefit best better big body both bring build business buy call capable capacity carry case cause center centre
certain change characteristic cheap check choose class clear close collect combine come common company compare complete component
condition conduct connect consider consist constant construct contain content continue contract control convenient cooperation
core correct cost country course cover create current customer cut daily date day deal decrease degree deliver demand demonstrate depend
design detail determine develop development device differ different difficult direct distance distribute district do domestic double
earn easy economic effect effective efficiency efficient element enable end enterprise ensure entire environment equal equip equipment
establish evaluate example exceed excellent exchange exist expect expensive experience expert export extend external factor factory fail
fast feature few field figure final find first fit fix follow foreign form full function further general give goal good grade great group
grow half hand handle help high hold hour household ideal identify immediate implement important improve include income increase
independent indicate individual industry industrial influence inform information initial input install instead institute integrate
intend internal introduce invest involve item join joint keep key kind know knowledge known lack large last later law lead learn least
leave less let level licence license life light limit line list little live local locate long look lose loss lot low machine main
maintain maintenance major make manage management manual manufacture many market mass match material maximum mean measure meet member
method minimum minute mode model modern module month much multiple name national natural near necessary need new next normal note number
object obtain occur offer office old only open operate operation operator optimal order organisation organization original other
output overall own owner pack part partner party pay people per percent perform performance period person phase place plan plant point
possible practical practice prefer prepare present price problem procedure process produce product production profit program programme
project promote property protect prove provide province public purchase purpose put quality quantity quick raise range rapid rate ratio
reach read ready real reason receive recent recommend record reduce reduction refer region regular relate relevant reliable remain
remote remove repair replace report require requirement research resource respond response responsible rest result return right rise role
rule run safe safety same sample save scale schedule scheme scientific season second section see seek select self sell send separate
serious serve service set several shape share short show side significant similar simple single site situation size skill small smart
software solution solve sort source special specific specification stable staff stage standard start state station step stop store
strength strong structure study sub subject success successful suit suitable supply support sure survey system table take target task
team technical technique technology tender term test thing think third three time together tool top total traditional train training
transfer treat trial try turn two type typical unit up update use user usual utilise utilize value various vary verify version very village way
week well whole wide with work worker world write year yield zero one four five six seven eight nine ten hundred thousand million billion
according across already annual approximately around away back beyond due every form former inside late main maker much outside over past
since still today too under until upper within would
percent percentage gram kilogram milligram microgram mcg tonne ton litre liter millilitre milliliter metre meter kilometre kilometer
centimetre centimeter millimetre millimeter micrometre micrometer nanometre nanometer hectare acre mu square cubic celsius degree watt
kilowatt megawatt volt ampere joule pascal megapascal kilopascal hertz second minute hour day week month year yuan dollar baht kip riel kyat dong
rupiah ringgit peso renminbi euro cent piece set kg mg ug g t l ml m km cm mm um nm ha mu w kw kwh mw mwh v a j kj mpa kpa pa hz khz mhz ghz s min
h ppm ppb ntu usd cny thb sgd myr idr php vnd rmb eur trl ip iso astm sop pilot prototype commercial buyer supplier seller
pay payback afford affordable subsidy quote minimum tolerance annual monthly night morning evening rainy dry wet new old young
compound substance agent element amount volume weight length width height depth diameter thickness thick thin deep wide tall
speed rate temperature pressure time duration point line ten dozen pair series batch lot load unload capacity throughput
sensor data digital automatic manual electric power energy water air oil gas liquid solid
academic act address aid announce applicant appropriateness associate attempt attention award broad candidate career collaboration
committee communicate community comprehensive concept consortium contribute contribution creative critical crucial decision dedicate
deliverable department deploy deployment describe description division domain draft dual ease economy educate education effort
embodiment embody emphasis encourage engage engineer engineering enhance environmental ever evidence executive execute execution
facility federal finance foster foundation fund funding future global goods gov government grant guide hardware health human http https
idea impact importance infrastructure initiative initial innovate innovation innovative inside interest intelligent intelligence
internet invention investigate investigator invite issue law legal lifetime mechanism mid mission motivate nation novel objective
observation offering often opportunity optimise optimize oriented outcome overview particular particularly partnership patent perspective
platform plus policy possibility potential primary priority private profession professional profit progress promise proof propose
proposal protocol purpose question rather reference relation relative relevance robust route scenario science scientist scope
scientific search sector secure serious simulate simulation skill social societal society sophisticate sponsor stakeholder state
strategic strategy stress submit subtopic suggest summary sustain sustainability sustainable sbir sttr synergy theme theory title
topic toward towards transform transition trend understand understanding unique university usage valuable validate validation
versatile vision intellectual merit alliance assurance request ascent broader stream residential impulse widely willing work workforce www
`;

/** Words that name a matter so broad that alone they make no pair, yet add to one: they count this much. */
const BROAD = new Set(
	'sensor data digital automatic manual electric power energy water air oil gas liquid solid temperature pressure material plant production industry environment safety machine health human science education simulation intelligence internet infrastructure social engineering mission government facility hardware platform heat cool hot cold fire food feed animal waste mineral recycle economy climate electronic green artificial neural network algorithm learning virtual clinical trial intervention'.split(
		' ',
	).map(stemEnglish),
);

const general = new Set(
	GENERAL.split(/\s+/)
		.filter((word) => word !== '')
		.map((word) => stemEnglish(word)),
);

const GENERAL_SHARE = 0.12;
const BROAD_SHARE = 0.4;

/** How much a pivot word says of a subject, by itself: 1, less for broad words, little for general ones and units. */
export function pivotSubstance(pivot: string): number {
	if (BROAD.has(pivot)) return BROAD_SHARE;
	if (general.has(pivot) || /^[\d.,%]+$/.test(pivot) || pivot.length < 2) return GENERAL_SHARE;
	return 1;
}
