/**
 * Names for the people, places, ships and firms of the open corpus. Every given name, surname,
 * town and ship's word stands in Moby Dick or in the State of the Union addresses (a test looks).
 * Surnames of presidents are left out, so that no invented person is a famous one.
 */
const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const phrases = (text: string): readonly string[] => words(text).join(' ').split(', ');

export const GIVEN_NAMES = words(`
  Aaron Abel Adam Albert Alexander Alfred Alice Allen Amanda Amelia Andrew Anne Archy Barbara
  Benjamin Caroline Charity Charles Christopher Clara Daniel David Edmund Edward Elijah
  Elizabeth Ezekiel Francis Frederick Gabriel George Gerald Guido Henry Herman Hosea Israel
  James Jeremy Joseph Joshua Judith Laura Lazarus Leonard Lewis Louis Lucas Luther Maria Martha
  Mary Matthew Miguel Miriam Moses Nathan Nicholas Noah Obed Oliver Patrick Paul Pedro Peleg
  Peter Philip Rachel Ralph Rebecca Richard Robert Samuel Sebastian Sharon Solomon Stephen Susan
  Theodore Thomas Timothy Victoria Walter William
`);

export const SURNAMES = words(`
  Anderson Armstrong Atkinson Bainbridge Baldwin Bancroft Beale Bennett Benson Bildad
  Blaine Blount Boomer Bowditch Brady Bridger Browne Bulkington Bulwer Bunger Burke Burton
  Butler Cabot Campbell Carey Chase Clarke Clayton Clifford Coffin Colnett Comstock Crawford
  Cushing Dallas Dawes Decatur Dewey Donelson Douglas Eaton Enderby Erskine Evans Everett Folger
  Forsyth Foster Fox Gaines Gardner Geary Goethals Graham Hackluyt Hale Halsey Hopkins Houston
  Howard Hussey Jesup Johnston Kellogg Kenton Lane Langsdorff Macey Macy Mapple Marcy Marshall
  Mason Maury Mayhew Morgan Morris Murray Nelson Owen Page Parker Peck Perth Pinckney Pollard
  Porter Preston Proctor Radney Randolph Reid Rodgers Russell Sanford Schofield Scoresby Seward
  Shafter Shelby Sherman Sibbald Spooner Starbuck Steelkilt Stevens Stockton Stubb Swain Vernon
  Wainwright Walker Warren Warrington Watts Webster Williams Wood Worth Wright
`);

/** Port towns. None's name stands inside another's, so that one is never mistaken for the other. */
export const TOWNS = phrases(`
  Acapulco, Alexandria, Algiers, Amsterdam, Annapolis, Antwerp, Aspinwall, Baltimore, Bangkok,
  Beirut, Belfast, Bombay, Boston, Bremen, Brest, Buenos Ayres, Cadiz, Calais, Callao, Canton,
  Charleston, Chicago, Constantinople, Copenhagen, Corpus Christi, Detroit, Dover, Eastport,
  Edgartown, Fall River, Galveston, Ghent, Gibraltar, Greytown, Guayaquil, Halifax, Hamburg,
  Havana, Honolulu, Iquique, Key West, Liverpool, London, Lisbon, Melbourne, Monrovia, Monterey,
  Montevideo, Nantucket, Naples, Nassau, New Bedford, New Orleans, Newark, Norfolk, Pensacola,
  Philadelphia, Plymouth, Portsmouth, Providence, Quebec, Rangoon, Rotterdam, Sacramento, Sag
  Harbor, Salem, San Francisco, Santiago, Savannah, Seattle, Shanghai, Singapore, Smyrna,
  Southampton, Sydney, Tangier, Tientsin, Trieste, Tripoli, Tunis, Valparaiso, Vancouver,
  Venice, Vera Cruz, Wilmington, Yokohama
`);

/** First and second word of a ship's name: `Silver Heron`. */
export const SHIP_QUALITIES = words(`
  Ancient Blue Bold Bright Crimson Eastern Eternal Faithful Gallant Gentle Golden Good Grand
  Green Happy Hidden Honest Lonely Merry Mighty Noble Northern Patient Peaceful Proud Quiet
  Restless Royal Silent Silver Southern Steady Stormy Swift Western Wild Wise
`);

export const SHIP_THINGS = words(`
  Albatross Anchor Arrow Canary Charity Comet Compass Condor Crown Dolphin Dragon Eagle Elephant
  Fortune Grampus Harpoon Harvest Hawk Heron Horizon Hunter Lantern Leopard Lion Meadow Narwhale
  Pilgrim Planet Porpoise Prairie Prophet Rainbow Sceptre Shepherd Sparrow Stranger Swallow
  Thistle Thunder Unicorn Voyager Wanderer Willow Zephyr
`);

/** What follows a surname in the name of a firm: `Coffin and Sons`. */
export const FIRM_ENDINGS: readonly string[] = [
  'and Sons',
  'and Company',
  'and Daughters',
  'and Partners',
  'Brothers',
  'and Nephews',
];
