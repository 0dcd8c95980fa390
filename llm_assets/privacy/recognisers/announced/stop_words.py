"""Words that are no password and no user name where one of these is announced: "password is wrong", "username and email".

Grammar, by kind: function words, verbs, adjectives and participles of the languages that are announced in, and the nouns
that go with such fields ("password manager", "Passwort Hinweis"). No validator: a list, written by hand, without accents as
in the view.
"""

import re

_FUNCTION = """
a an the this that these those my your his her its our their mine yours hers ours theirs i me you u he she it we they us
them and or
but nor so if then than as at by for from in into of off on onto out over per to up upon with without within via about
after again
against all also always already any anymore anyone anything are aint be because been before being below between both can
cant cannot
could couldnt did didnt do does doesnt dont down each either else ever every few had has have havent hasnt how however is
isnt wasnt just
least less like many may maybe might more most much must need needs neither never no none not nothing now once one only other
otherwise ours please plz pls quite rather same shall should shouldnt since some something somehow still such there here
therefore
though through thus till today tomorrow tonight too twice under unless until very was were what whatever when where whether
which
while who whom whose why will wont would wouldnt yes yeah yep nope ok okay sure thanks thank thx ty hi hello hey sorry sir
madam bro
der die das den dem des ein eine einen einem eines und oder aber nicht kein keine ist war sind wird wurde ich du er sie es
wir ihr
mein meine dein deine sein seine ihre unser fur von mit zu im am bei auf aus nach uber unter vor bitte danke noch schon nur
auch so
wie was wo wann wer warum hier dort jetzt immer nie wenn dass weil damit zum zur als nein ja doch mehr mir mich
le la les un une des du de et ou mais ne pas plus est sont etait a ai as je tu il elle nous vous ils mon ma mes ton ta tes
son sa ses
notre votre vos leur pour par avec sans sur sous dans en chez que qui quoi quand comment pourquoi ici si non oui merci svp
bonjour
tres trop encore deja toujours jamais ce cet cette ces aux au
el los las una unos unas y o pero no ni es son era esta estan fue yo mi mis tu tus su sus nuestro para por con sin sobre
entre desde
hasta que quien cual cuando como donde porque si gracias hola favor muy mas menos ya aun todavia siempre nunca este esto
esa ese al del
lo se te nos
il lo gli uno e ed ma non sono era ho hai ha mio mia tuo tua suo sua nostro vostro per con senza su tra fra da di del della
dal nel
nella che chi cosa quando come dove perche qui grazie ciao piu meno ancora gia sempre mai questo questa
de het een en of maar niet geen is zijn was ik jij je u hij zij wij mijn jouw uw ons onze voor van met zonder op onder in
uit naar bij
te aan als wie wat waar wanneer waarom hier daar nu nog al ook altijd nooit dit dat deze dank bedankt ja nee graag
os as um uma uns umas e ou mas nao sim sao era eu tu voce ele ela nos meu minha teu tua seu sua nosso para por com sem
sobre entre
desde ate que quem qual quando como onde porque aqui obrigado obrigada ola favor muito mais menos ja ainda sempre nunca
este esta isso
"""
_VERBS = """
ask asks call change changes check choose come contact copy create delete edit enter expire expires fail fails fill find
fix forget forgets
forgot get gets give go goes got help input keep keeps know leave let log login logs logout look lost make makes match
matches paste
provide put read recover remember reset resets retrieve retype return returns reveal rotate say says see seem seems send
set show
shows sign signin signup start stay stop store submit take tell test tests think try type update use uses verify view want
wants work sent shown given taken found written seen hacked kept held told stands stood lies rules sucks rocks
works worked broke become becomes contains contain include includes lock locks meet meets meant means appear appears happen
happens
vergessen andern zurucksetzen eingeben funktioniert geht stimmt lautet falsch gesetzt geandert abgelaufen ungultig erforderlich
vergeben klappt passt fehlt brauche braucht oublie oubliee oublier changer changez reinitialiser reinitialise reinitialisation
marche fonctionne incorrect incorrecte expire invalide requis olvide olvidada olvidado olvidar cambiar cambie restablecer
funciona
recuperar incorrecta caducada caducado expirada invalida requerida dimenticata dimenticato cambiare cambiata reimpostare
funziona errata sbagliata scaduta scaduto richiesta non vergeten wijzigen veranderen herstellen resetten werkt klopt verlopen
ongeldig onjuist verplicht esqueci esquecida esqueceu alterar mudar redefinir expirou errada incorreta invalida vencida
"""
_ADJECTIVES = """
able accurate active alone another available back bad basic best better blank broken case certain clear clever common
complete complex
compromised correct crap current decent default difficult different easy empty enough exact expired false fine first free
full funny
gone good great hard hidden identical ill important impossible incorrect insecure invalid invisible known last late later
long longer
lower mandatory mixed most necessary new next nice null nullable obsolete obvious old one-time open optional outdated own
plain plaintext
poor present private probably public random ready real really required right safe sacred same secret secure sensitive short
shorter simple
simply special static stolen strong stronger stupid such temp temporary terrible tough tricky true trivial undefined unique
unknown unsafe upper
uppercase lowercase useless usual usually valid visible vital weak weird well whatever wrong yet alphanumeric
neu neue neues neuen alt altes korrekt richtig sicher unsicher gleich nouveau nouvel nouvelle ancien correct bon mauvais
faux sur
nueva nuevo vieja correcta correcto segura valida nuova vecchia corretta sicura nieuw nieuwe oud oude goed fout juist nova novo
antiga correta segura
"""
_NOUNS = """
access account accounts address admin administrator age algorithm answer app application apps area attack attempt attempts
auth authentication
authenticator box breach button bug cache card change changer changing char character characters check checker code codes
column combination
combinations combo company complexity confirm confirmation cracker cracking credential credentials data database date
details dialog digest dialogue digits
dump email emails encryption entry error errors everything example expiration expiry expression feature field fields file
files folder form
format forum function game generation generator guess guessing guide handling hash hashed hashes hashing help hint hints
history host
hostname id ids info information input issue issues key keychain keyword label leak length letter letters level line link list
lists location loginpage logic lookup machine mail management manager managers mask matching message minimum mismatch mode
mobile name names network
notification number numbers object option options page pair parameter password passwords people person phone phrase pin place
placeholder policies policy popup practice problem problems prompt property protect protection question questions record
recovery rejection reminder request requests requirement requirements research restriction restrictions reuse rotation rule
rules salt
screen script search section security server service session set setting settings setup sharing site software someone
somewhere spray spraying state sticker storage store strength string strings stuff sync synchronization system tab table
tag team
text thing things thread time times tip tips title token tool tools type types url user username usernames users validation
validator value values variable vault verification version wallet way website wifi window word words year years zip zone
adresse benutzername benutzer name feld hinweis manager konto nummer seite fehler zeichen champ nom utilisateur identifiant
compte
adresse page usuario nombre correo cuenta campo pagina error codigo numero nome utente conto campo pagina errore
gebruikersnaam gebruiker veld pagina fout rekening utilizador campo senha palavra conta
"""
STOP_WORDS = frozenset(" ".join((_FUNCTION, _VERBS, _ADJECTIVES, _NOUNS)).split())
_ENDINGS = re.compile(
    r".{3,}(?:ed|ing|ly|able|ible|tion|tions|ment|ments|ness|less|ful|ive|ity|ieren|iert|ung|lich|isch|ee|ees)"
)


def is_ordinary(word: str) -> bool:
    """Whether a word of small letters only is one that people write about a password or a user name, and not the value."""
    word = word.lower().strip("'.,;:!?\"()")
    plain = word.replace("'", "")
    return plain in STOP_WORDS or (plain.isalpha() and _ENDINGS.fullmatch(plain) is not None)
