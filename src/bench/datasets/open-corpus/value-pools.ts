/**
 * Things that people do, own and trade: the values of the open corpus that are not names. Within
 * one pool no entry contains another, so that an outdated value never scores as the current one
 * by accident.
 */
const list = (text: string): readonly string[] => text.trim().replace(/\s+/g, ' ').split(', ');

export const OCCUPATIONS = list(`
  apothecary, auctioneer, baker, barber, blacksmith, bookbinder, bricklayer, brewer, butcher, carpenter,
  chandler, clockmaker, cobbler, confectioner, cooper, customs officer, dentist, drummer, engraver,
  farrier, ferryman, fiddler, gardener, glazier, goldsmith, hatter, innkeeper, interpreter, lamplighter,
  lighthouse keeper, locksmith, mapmaker, midwife, miller, notary, painter, postmaster, potter, printer,
  ropemaker, saddler, sailmaker, schoolteacher, sculptor, shipwright, stonemason, surveyor, tailor,
  tanner, tinsmith, translator, veterinarian, weaver, wheelwright
`);

export const INSTRUMENTS = list(`
  accordion, bagpipe, banjo, bassoon, bugle, cello, clarinet, concertina, cornet, dulcimer, fife, flute,
  French horn, guitar, harmonica, celesta, hurdy-gurdy, kettledrum, spinet, lyre, mandolin, oboe,
  piano, piccolo, tambourine, triangle, trombone, trumpet, tuba, ukulele, viola da gamba, violin, zither
`);

export const LANGUAGES = list(`
  Arabic, Armenian, Basque, Bengali, Breton, Catalan, Danish, Dutch, Estonian, Finnish, French, Gaelic,
  Georgian, German, Greek, Hawaiian, Hebrew, Hindi, Hungarian, Icelandic, Italian, Japanese, Korean,
  Latin, Malay, Maori, Norwegian, Persian, Polish, Portuguese, Romanian, Russian, Samoan, Sanskrit,
  Spanish, Swahili, Swedish, Tahitian, Tamil, Turkish, Welsh
`);

export const DISHES = list(`
  apple dumplings, baked cod, barley broth, beef stew, boiled mutton, buckwheat pancakes, buttered crab,
  chestnut soup, clam chowder, corn pudding, curried rice, jellied eels, fried herring, ginger cake,
  goose liver, honey biscuits, lentil porridge, lobster salad, mince pie, mushroom omelette,
  onion gravy, oyster loaf, pea soup, pickled beets, pigeon pasties, plum duff, potato fritters,
  roast venison, salmon trout, smoked ham, spiced pears, stuffed cabbage, walnut tart, turtle steak
`);

export const FLOWERS = list(`
  anemone, begonia, bluebell, buttercup, camellia, carnation, chrysanthemum, columbine, cornflower,
  crocus, daffodil, dahlia, daisy, forget-me-not, foxglove, gardenia, geranium, gladiolus, heather,
  hibiscus, hollyhock, honeysuckle, hyacinth, hydrangea, iris, jasmine, larkspur, lavender, lilac,
  lily of the valley, magnolia, marigold, orchid, pansy, peony, petunia, poppy, primrose, rosemary,
  snowdrop, sunflower, sweet pea, tulip, verbena, violet, wisteria, zinnia
`);

export const GOODS = list(`
  almonds, alabaster, barley, brandy, candles, chinaware, cinnamon, cloves, coal, cocoa, coffee, copra,
  cotton, dried figs, flax, furs, glassware, gunpowder, hemp, hides, indigo, iron nails, ivory, damask,
  leather, limestone, linen, mahogany, molasses, mustard, nutmeg, olive oil, oranges, paper, pearls,
  pepper, pig iron, quicksilver, raisins, rubber, saffron, salt cod, sandalwood, silk, soap, sponges,
  sugar, sulphur, tallow, pitch, treacle, timber, tobacco, turpentine, vanilla, vinegar, walnuts, whalebone,
  wheat, wool
`);

/** Things that are lent, lost and found; none begins with a vowel. */
export const BELONGINGS = list(`
  barometer, Bible, brass compass, bronze bell, carpet bag, cashmere shawl, chess set, chronometer,
  copper kettle, coral necklace, diamond ring, family portrait, fishing net, fowling piece, garnet brooch,
  gold watch, grindstone, hand mirror, hunting knife, jewel box, leather trunk, looking glass, magic lantern,
  map of Peru, medicine chest, microscope, music box, pearl earrings, pewter tankard, pocket sundial,
  prayer book, quadrant, riding saddle, rosewood desk, sea chest, seal ring, sextant, silk umbrella,
  silver snuffbox, spyglass, sewing basket, table clock, tea service, telescope, tinderbox, tobacco pipe,
  velvet cloak, walking stick, whaling lance, writing case
`);
