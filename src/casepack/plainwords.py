"""Names that are also ordinary words, and the words that tell which of the two is meant.

A name in `PLAIN` is taken for a name only where its capital, or the words around it, say so; every other
name is found however it is typed. The sets are in alphabetical order, all folded (lower case, no accents). A name
missing here is the safe mistake: then the word is treated as a name wherever it stands.
"""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """The words of one long string."""
    return frozenset(words.split())


MODALS = word_set("may will")
"""Names that are auxiliary verbs: they open questions and notes ("Will ring the school")."""

MONTHS = word_set("april august december february january july june march may november october september")
WEEKDAYS = word_set("friday monday saturday sunday thursday tuesday wednesday")
SEASONS = word_set("autumn christmas easter spring summer winter")
CALENDAR = MONTHS | WEEKDAYS | SEASONS

FUNCTION_WORDS = word_set("""
    a an and any are as at be but by can do for from go had has have he her him his how i if in is it its me mine my
    no not now of on one or our out see she so than that the their them then there they this to too two up us was we
    were what when where which who why with yes you your
""")
"""Words so common that at the start of a sentence they are never taken for a name on their own (An, Do, He, You)."""

DESCRIBERS = word_set("""
    ash best big black blonde blue bright brown cross dark fair gold golden good gray great green grey hardy high
    little long loud low lucky mild moody new noble old pink proud purple quick quiet red rich savage sharp short
    silver slight small smart stark stout strange strong sweet swift tall tan thick thin tiny vast white wild wise
    yellow young
""")
"""Names that describe what comes after them, or stand alone as an answer (White, Green)."""

SELDOM_OPENS = word_set("""
    ace al amber angel art bill candy dean dot drew duke ed frank ginger hunter jack jet major max merry mike misty
    nick pat penny pip prince ray rob ruby sandy sky star sue summit sunny van victor victory
""")
"""Names that are words, but words that hardly ever begin a sentence: with a capital they are names there too."""

_WORK = word_set("""
    baker banker barber bishop butcher chandler cleaner clerk cook cooper deacon driver farmer fisher gardener guard
    judge keeper king knight lord marshal mayor miner police pope porter priest queen ranger reader sailor singer
    skinner steward tailor walker ward warden
""")
_PLACES_AND_NATURE = word_set("""
    bank banks barn bath bay beach beck bird birds bloom bridge bush castle cave chapel church coast common cottage
    court crane creek cross dale dawn day dell ditch east estate fall field fields fire fish flower flowers ford
    forest fox garden gate gates glen grange grass green grove hall harbour haven hay heath hedge hill hills home
    house ice island lake lamb land lane leaf lion lodge marsh meadow mill mist moon moor moss mount mountain north
    oak ocean orchard park parks pond pool port quay rain ridge river road rock rocks rose sand sands sea shore snow
    south spring station stone stones storm strand stream street sun tower town tree trees vale valley view village
    wall walls water waters well wells west wind wolf wood woods yard
""")
_THINGS = word_set("""
    bail ball band bar bark bean beer bell belt blessing block board bond bone bones book books boot booth bow bowl
    box brand bread brick bull camp cannon cape car card case cash chain chance change charge charity child christian
    class close coal coat coffee comfort corn cost cotton crown cup deal destiny dice doctor dollar door drum dust
    echo end face fact faith fame favour field figures file flag flash fly fog food foot fortune freedom friend
    friends frost game games ghost gift glass gold goose grace grain grant grave group guest gum guy hand hands happy
    harm harmony hat hawk head heart heaven help hero hole holiday honey hood hook hope hopes horn horse ink iron
    jewel joy judge justice key keys kid kids kind kit kite lace large law leader liberty light line link list lock
    loss lot loud love luck mace man mark marks match mercy might milk mint miracle mobile money monkey moss mouse
    music nail news night noon note number nurse nut page parade part partner party path patience peace pepper person
    phoenix phone pie plan plum power praise precious press price pride princess promise prudence purse question
    rabbit race rail rank rat report rest rice ring risk role root rope royal rule rust safe sage salt school seal
    self serenity service shade shadow shark shell ship shop shot show sign silence silk site smoke snake song soul
    spark speed spice spike spirit stamp state steel step stick stock store story stranger street success sugar table
    tank teacher team temple thunder tide tiger time toast toy trace trail train treasure trip truth twin union unity
    user valentine vine virtue wage waste watch wave way weather week wheat wheel winner wisdom wish wonder word work
    world worth year youth zone
""")
_DOING_WORDS = word_set("""
    ask bend bite blaze boil break burn burns call carry catch chase chat cheer chew chop clap climb cope cover crawl
    cry cut dash dig dive dodge draw drift drop duck fear fell file fill flint fold force gamble gather glance grab
    grow guide hide hint hold hop howl hunt hurry hush join jump kick knock land lay lead leap learn leave lend lie
    lift live look march marry meet mend miss mix move neat need nod pack paint park pass patch pay pick pinch pitch
    plant play plead point pose post pray print pull pump punch push rake rally reach read record ride rip roam rob
    roll row rub run rush sell send share shift shock shout shove shut sing sip skate skip slap slide slip smack smash
    smile snap sneak spin spit split sport spray stand stare start stay sting stir stop stride strike strip sweep
    swing talk tap tease tell thrash tip toss touch treat tumble turn twist wade wait wake walk wander want warn wash
    weave whistle win wink wipe wrap yell
""")

HOUSE_WORDS = word_set("""
    able about above access account across act action actions active address adult affected affects after against
    age aged agencies agency agenda ages aggravating ago agreed agreement ahead alcohol alike all allegation alleged
    alone already also always among another answer answered answers anti anyone anything approach approved area
    arrange asked asking asks assessed attend attendance attendee attends attention automatically away back bands
    bases basis bear because been before began begin begins behaviour behind being below beside better between
    beyond birth blank body both boxes breaks brief briefed briefing bring broken bullet business businesses busy
    calendar came cannot care carer carers carries cases categories category causing chair changes check checked
    checklist checks children choice choose clients clock clocks closed code colleague college colleges column come
    comes communicate community competence concern concerned concerns condition conditions conference confidential
    confirmed confront consecutive consent consider contact copy corrected costs could council count counted crime
    criminal customers daily damage danger data date dates days deadline deadlines dealing deals dear decide decided
    decides decision decisions delete deliver describe described describes description destroyed details diary did
    directly disability disclosure disorder distance document documents does done down draft drinking drugs due each
    earlier early edited education educational effect else elsewhere emergency empty engagement enough enquiries
    enquiry enter entered enters entry envelope episode episodes establish estimated ethnicity even ever every
    everyone evidence exact exactly example exclude exist existing explicit exploitation extra extract factor
    factors facts failed faithfully family fault feel feeling few fewer figure filled film find finding fingerprint
    first fit five folder follow follows form format forms forward found four fourth front full gap gathering gender
    general gets give given gives giving goes going graffiti grid groups guardianship guess handle handled happen
    happened harmed header heading headings health hear helps here hiding hinder holds holidays hours household hurt
    hyperlink identified identify identifying immediate impact incident incidents indicators information injuries
    injury inside intelligence interests interpreter interview into involved involving item journeys keep keeps kept
    kinds knew know known knows label language last late later latest leads leaflet left legal less lessons let
    letter letters level lighting lights like lines linked listen litter lives local locked longer looked looks made
    mail maintenance make makes making manager manifest mapping mash matter matters mean medical meeting member
    members message met min minute minutes missed missing moment month months more most much must name named names
    near nearby needed needs negative neighbourhood neither neutral never next nobody normal notes nothing notice
    nowhere nuisance numbers offence offer offered offering office officer officers official often oldest once ones
    online only open opening opens order orders other others otherwise outcome outcomes outreach outside outstanding
    over overdue own owner panel paper papers paragraph paragraphs parent parental parents particular partners
    partnership passed past paste patrol patrols peer people personal photograph photographs pictures place places
    plain plans platform please postcode prefer premises present prevent preventive previous printed privacy
    procedure produced profile profiles progress pronouns proof property protected protection proved public
    publication punish pupil pupils questions railway raise range reached readers ready reason reassurance reassure
    reboot recalled received recorded refer reference references referral referrals referred register relationship
    reliability religion rename reply reported reporting reports represents request residents responsibility
    restarts restrict restricted restriction result retention return review reviewed risks routine rules rung
    safeguarding safety said same saw say says scheduled schools screened screening sealed searched second section
    secure secured seen sending sensitive sent separate separately services sessions set settle several shared
    sharing sheet should showed shown shows sight signature since sincerely sites size social some somebody
    something somewhere soon sounds source sources speak special spoken staff stage standing stands started
    statement status statutory steps still strength strengths stresses stretch style styles such suitable summary
    support supported supporting supports suppressed sure survey surveys suspect suspected tables take taken takes
    takings tasks telephone telling tells template tension tensions term text theft theirs themes these thing think
    third those thought threats three through tick ticked tie tied tiles timeline times title today token told
    transport travel trusted turns twice typeset under understand unique unless unsafe until update upload uploads
    urgent use used usual usually value version versions very visible visit vulnerable walked wanted wants wards
    warning weapons website weekly weeks welfare went whether whoever whole whom whose wishes without witness
    witnesses words worker workers working works worried worry worse would write wrong yet youngest yours yourself
""")
"""Words that the papers themselves print. Somebody called Early, Child, Dear or Reply must not stop every letter."""

PLAIN = (
    MODALS | CALENDAR | FUNCTION_WORDS | DESCRIBERS | SELDOM_OPENS
    | _WORK | _PLACES_AND_NATURE | _THINGS | _DOING_WORDS | HOUSE_WORDS
)  # fmt: skip
"""Every name that is also an ordinary word."""

TITLES = word_set("dr master miss mr mrs ms mstr mx")
"""Titles that make whatever follows a name."""

NAME_LABELS = word_set("alias aliases called forename forenames name named names nickname surname")
"""Words straight before a name on a form."""

PERSON_NOUNS = word_set("""
    adult adults boy boys carer carers child children driver drivers girl girls group groups lad lads man men mother
    mothers offender offenders one ones parent parents people person persons pupil pupils suspect suspects teenager
    teenagers victim victims witness witnesses woman women worker workers
""")
"""Nouns that make Young, White and the like describe somebody."""

_AUXILIARIES = word_set("""
    can cannot could couldn did didn does doesn had hadn has hasn is isn might must should shouldn was wasn will would
    wouldn
""")
_PAST = word_set("""
    ate beat became began bent bit bled blew bought broke brought came caught chose crept cut dealt drank drew drove
    dug fell felt fled flew forgot fought found froze gave got grabbed grew heard held hid hit hung hurt kept knew
    laid lay led left lent lit lost made meant met paid put ran rang read rode said sat saw sent set shook shot shut
    slept slid slung smelt snuck sold spat spent spoke spun stole stood struck stuck swam swore swung taught thought
    threw told took tore tried understood went wept woke won wore wrote
""")
_PRESENT = word_set("""
    admits agrees appears asks attends becomes believes comes denies describes enjoys feels gets gives goes has keeps
    knows likes lives looks makes needs refuses remains says seems suffers takes tells thinks tries wants wishes
""")
_SAME_AS_INFINITIVE = word_set("beat can cost could cut let might must put read set should shut would")
_NOT_PAST = word_set("""
    aged armed assorted based bed beloved crooked embed gifted hatred hundred indeed kindred learned led mixed naked
    ragged red related rugged sacred shed talented tired unrelated used wed wicked
""")
ADVERBS = word_set("again allegedly also always apparently just later never now often reportedly still then")

HARM_VERBS = word_set("""
    abused accompanied approached arranged assaulted attacked beaten bitten bought bullied called chased confronted
    filmed followed grabbed harassed hit hurt injured insulted kicked met mocked mugged named owned posted pulled
    punched pushed recorded robbed seen sent shoved slapped spat stabbed stopped struck taken teased texted threatened
    thrown told tripped
""")
"""Words after which `by` leads to whoever did it, not to a day by which it is done."""

PREPOSITIONS = word_set("""
    about after against and around as at because before behind beside between but by for from in into near of off on
    onto or over past to towards under until when where while who with without
""")


def is_verb_after(following: str, name: str) -> bool:
    """Does the word `following` show that `name` before it is somebody who did, is or has something?

    "Mark kicked" and "Will said" are people; "Will need" and "Young armed men" are not. `Will put` may be a
    note that leaves out "we", so a verb that has the same form in the infinitive tells nothing after a modal.
    """
    if name in MODALS and following in _SAME_AS_INFINITIVE - {"could", "should", "would", "might", "must", "can"}:
        return False
    if following in _AUXILIARIES or following in _PAST or following in _PRESENT:
        return True
    return following.endswith("ed") and not following.endswith("eed") and following not in _NOT_PAST
