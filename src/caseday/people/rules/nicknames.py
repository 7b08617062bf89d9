"""Given names that stand for one another in the United States, one group a line; the first is the key."""

from __future__ import annotations

from functools import lru_cache

_GROUPS = """
abigail abby gail
abraham abe
albert al bert
alejandro alex sandro
alexander alex alec xander sasha
alexandra alex sandra lexi sasha alexis
alfred al fred alfredo
alice allie
allison ally alison allyson
amanda mandy
andrew andy drew andres andre
angela angie
anna ann anne annie hannah ana
anthony tony antonio
antonia toni
arthur art artie
barbara barb babs
benjamin ben benny benji
bernard bernie
beverly bev
bradley brad
brandon bran
caroline carol carrie carolyn
catherine cathy kate katie kathy katherine kathryn cathryn katharine kat kay catalina
cecilia cece
charles charlie chuck chaz carlos
charlotte lottie
christina tina chris christine christy kristina kristin kris cristina
christopher chris topher kit cristopher
clifford cliff
cynthia cindy
daniel dan danny
david dave davy
deborah debbie deb debra
dennis denny
dolores lola
donald don donny
dorothy dot dottie
douglas doug
edward ed eddie ted ned eduardo
eleanor ellie nora
elizabeth liz beth betty eliza lizzie betsy libby elisabeth isabel bess
emily em emmy
emma em
enrique rick quique
eugene gene
evelyn evie
florence flo
frances fran francie francisca paca
francis frank francisco paco pancho
franklin frank
frederick fred freddy rick
gabriel gabe
gabriela gaby gabby gabrielle
gerald jerry gerry
gerard jerry gerry
gilbert gil
gregory greg
guadalupe lupe
guillermo memo
gwendolyn gwen
harold harry hal
helen nell ellen elena
henry hank harry
herbert herb
ignacio nacho
irene rena
jacob jake
jacqueline jackie
james jim jimmy jamie jaime
janet jan
jason jay
jeffrey jeff geoffrey geoff
jennifer jen jenny
jeremy jerry
jerome jerry
jessica jess jessie
jesus chuy
joan joanie
joanna jo joann joanne
john jack johnny jon johnathan jonathan juan
jose pepe joe
joseph joe joey
josephine jo josie
joshua josh
joyce joy
judith judy
julia julie
katrina trina
kenneth ken kenny
kimberly kim
lawrence larry laurence
leonard leo len lenny
leroy roy
lillian lily
linda lindy
louis lou louie luis
louise lou
lucille lucy
manuel manny
margaret maggie meg peggy marge margie greta margarita rita
maria mary marie
martha marty
martin marty
matthew matt mateo
megan meg
melissa missy mel
melvin mel
michael mike mick mickey miguel
michelle shelly
mildred millie
mohammed mohamed muhammad mohammad mo
nancy nan
natalie nat
nathaniel nate nathan
nicholas nick nico nicolas
nicole nicky
olivia liv
pamela pam
patricia pat patty trish tricia
patrick pat paddy
peter pete pedro
philip phil phillip
phyllis phyl
priscilla cilla
rachel rae
ralph rafe
randall randy
raymond ray ramon
rebecca becky becca
reginald reggie
richard rick dick rich richie ricky ricardo
robert bob rob bobby robbie bert roberto
roberta bobbie
rodney rod
roger rog
ronald ron ronnie
rosemary rose rosie
russell russ
samantha sam
samuel sam sammy
sandra sandy
sara sarah sally sadie
shirley shirl
sophia sofia sophie
stanley stan
stephanie steph
stephen steve steven stevie esteban stefan
susan sue susie suzanne suzy
sylvia syl
teresa terry theresa tess tere
terrence terry
theodore ted teddy theo
thomas tom tommy tomas
timothy tim timmy
tyler ty
valerie val
vanessa nessa
veronica ronnie vero
victor vic
victoria vicky tori
vincent vince vinny vicente
virginia ginny
walter walt
wesley wes
william will bill billy willy liam
xavier javier javi
yolanda yoli
yvonne evie
zachary zach zack zachariah
"""

_GROUPS_OF: dict[str, frozenset[int]] = {}
_KEYS: list[str] = []
for _index, _line in enumerate(_GROUPS.strip().splitlines()):
    _names = _line.split()
    _KEYS.append(_names[0])
    for _name in _names:
        _GROUPS_OF[_name] = _GROUPS_OF.get(_name, frozenset()) | {_index}


def canonical(name: str) -> str:
    """One name for all that may stand for it; itself where none is known."""
    return min((_KEYS[index] for index in _GROUPS_OF.get(name, ())), default=name)


def may_be_same(a: str, b: str) -> bool:
    """Alex may be Alexander or Alejandro; Jack may be John."""
    return bool(_GROUPS_OF.get(a, frozenset()) & _GROUPS_OF.get(b, frozenset()))


@lru_cache(maxsize=1024)
def names_with(name: str) -> frozenset[str]:
    """The name and all that may stand for it."""
    groups = _GROUPS_OF.get(name, frozenset())
    return frozenset(other for other, of in _GROUPS_OF.items() if of & groups) | {name}
