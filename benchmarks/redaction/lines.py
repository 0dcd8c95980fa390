"""Lines as people and programs write them, in seven languages, with places for what is personal: `{KIND}`.

Written for `benchmarks.redaction.unseen`: no rule was made from them, nor from any gold file. By language (Faker's locale).
"""

LINES = {
    "en_US": """
Hello team, {PERSON} here. I still can't log in to the portal since Tuesday's release.
Could you ring me back on {PHONE}? I'm in meetings until 3 pm.
My order {ORDER} never showed up, the tracking page says "label created" for nine days.
Ship it to {ADDRESS} instead, please.
The refund should go to the card {CARD}, not to store credit.
I was born {DATE} and my policy says I'm 61, which is wrong.
Thanks a lot,\\n{PERSON}\\nSenior Buyer\\n{PHONE}
You can reach my assistant {PERSON} at {EMAIL} or ext. 4411.
Guest: {PERSON}, 2 adults, king bed, check-in {DATE}, confirmation {ORDER}
Dear Mr. {LAST}, your table for four is confirmed.
2024-11-03T09:12:44Z INFO auth login ok user={USER} ip={IP} ua="curl/8.4.0"
WARN [db-pool-3] slow query (1.2 s) from {IP}, client {MAC}
user {USER} failed password for invalid attempt from {IP} port 51122 ssh2
My social is {SSN}, can you check whether the form went through?
ok so I changed the wifi, the router's mac is {MAC} and it still drops packets
@{USER} did you get the invite? I sent it to {EMAIL}
Anyone else seeing error 0x80070057 on build 22631.2861? Mine started after the June update.
Please wire it to {IBAN}, reference invoice 7 of 12.
the zip is {ZIP} and the store is on the corner
Forwarded by {PERSON} <{EMAIL}>
I met {FIRST} at the conference, she said {PERSON} runs the pilot now.
Patient {PERSON}, DOB {DATE}, was seen for a follow-up; BP 120/80.
My new password is {PASSWORD} but it says it needs a symbol
Account number: {ACCOUNT}. Routing is fine, I checked with the bank.
Cc: {EMAIL}; {EMAIL}
license plate {PLATE}, a blue Civic, parked by the loading dock
Our CTO, {PERSON}, will present the roadmap in room B12.
Is this still available? text me {PHONE}
passport {PASSPORT}, expires next year
Profile: https://www.linkedin.com/in/{USER}
""",
    "en_GB": """
Hi, this is {PERSON}. The engineer didn't turn up between 8 and 12 as promised.
Our address is {ADDRESS}, the buzzer says flat 2.
Give {FIRST} a shout on {PHONE} when the van is five minutes away.
Kind regards\\n{PERSON}\\nTreasurer, Allotment Society
It's registered to my wife, {PERSON}, not to me.
Postcode {ZIP}, second house on the left after the post box.
My National Insurance number is {NATIONAL}, do you need the letter as well?
Reg {PLATE}, silver Corsa, MOT due next month
NHS no {NHS}, GP is at the health centre
Booking ref {ORDER}: {PERSON} and one child, departing {DATE}
Sort code 20-00-00, account no {ACCOUNT}, please pay by Friday.
Cheers, {FIRST}
""",
    "de_DE": """
Guten Tag, mein Name ist {PERSON} und ich warte seit zwei Wochen auf die Lieferung.
Bitte rufen Sie mich unter {PHONE} zurück, am besten nach 17 Uhr.
Die neue Anschrift lautet {ADDRESS}.
Mit freundlichen Grüßen\\n{PERSON}\\nTel. {PHONE}
Sehr geehrter Herr {LAST}, vielen Dank für Ihre Anfrage.
Sehr geehrte Frau {LAST}, anbei die Rechnung Nr. {ORDER}.
Meine IBAN ist {IBAN}, bitte erstatten Sie den Betrag dorthin.
Ich bin am {DATE} geboren, im System steht ein anderes Jahr.
Kundennummer {ACCOUNT}, Vertrag läuft bis Ende des Jahres.
Meine E-Mail hat sich geändert: {EMAIL} statt der alten.
Kennzeichen {PLATE}, weißer Kombi, steht in der Einfahrt.
Steuer-ID {NATIONAL} habe ich dem Formular beigelegt.
Die Kollegin {PERSON} vertritt mich bis zum 3. des Monats.
PLZ {ZIP}, der Paketshop hat samstags zu.
Viele Grüße, {FIRST}
Hallo {FIRST}, hast du die Unterlagen von {PERSON} bekommen?
Mein Passwort {PASSWORD} wird nicht angenommen.
FEHLER Anmeldung abgelehnt benutzer={USER} ip={IP}
""",
    "fr_FR": """
Bonjour, je m'appelle {PERSON} et ma commande {ORDER} n'est jamais arrivée.
Vous pouvez me joindre au {PHONE} entre midi et deux.
Voici ma nouvelle adresse : {ADDRESS}.
Cordialement,\\n{PERSON}
Madame {LAST}, nous avons bien reçu votre dossier.
M. {LAST} passera demain avec les clés.
Je suis né le {DATE}, merci de corriger la fiche.
Mon IBAN : {IBAN}
Numéro de sécurité sociale {NATIONAL}, carte Vitale à jour.
Écrivez plutôt à {EMAIL}, l'autre boîte est pleine.
Immatriculation {PLATE}, place 14 au deuxième sous-sol.
Code postal {ZIP}, le point relais est fermé le lundi.
Mon mot de passe est {PASSWORD}, il ne marche plus.
C'est mon mari, {PERSON}, qui a signé le bon de livraison.
Merci {FIRST} pour ton aide !
""",
    "es_ES": """
Hola, soy {PERSON} y el paquete llegó abierto.
Mi teléfono es {PHONE}, llámenme por la tarde.
Vivo en {ADDRESS}, el timbre no funciona.
Un saludo,\\n{PERSON}
Estimada Sra. {LAST}: adjuntamos la factura.
Mi DNI es {NATIONAL} y el contrato está a mi nombre.
Nací el {DATE}, por si hace falta.
El pedido {ORDER} sigue en preparación desde hace diez días.
La cuenta es {IBAN}, a nombre de {PERSON}.
Escríbame a {EMAIL}, por favor.
Matrícula {PLATE}, un Seat gris.
Código postal {ZIP}, la tienda está enfrente.
La contraseña es {PASSWORD} y no me deja entrar.
Gracias, {FIRST}
""",
    "it_IT": """
Buongiorno, mi chiamo {PERSON} e non riesco ad accedere.
Il mio numero è {PHONE}, chiamatemi dopo le 18.
Abito in {ADDRESS}, citofono rotto.
Cordiali saluti,\\n{PERSON}
Gentile Sig. {LAST}, la pratica è stata aperta.
Il mio codice fiscale è {NATIONAL}.
Sono nata il {DATE}, nel modulo c'è un errore.
Ordine {ORDER}, mancano due pezzi su cinque.
IBAN {IBAN}, intestato a {PERSON}.
Potete scrivermi a {EMAIL}?
Targa {PLATE}, una Panda rossa.
CAP {ZIP}, il ritiro è in edicola.
La mia password è {PASSWORD}, non la accetta.
""",
    "nl_NL": """
Goedemiddag, ik heet {PERSON} en mijn pakket is zoek.
U kunt me bellen op {PHONE}, liefst 's ochtends.
Het nieuwe adres is {ADDRESS}.
Met vriendelijke groet,\\n{PERSON}
Geachte heer {LAST}, dank voor uw bericht.
Mijn BSN is {NATIONAL}, staat dat al in het systeem?
Ik ben geboren op {DATE}, niet een jaar later.
Bestelling {ORDER} is nog steeds niet verzonden.
Rekeningnummer {IBAN} op naam van {PERSON}.
Mail gerust naar {EMAIL}.
Kenteken {PLATE}, grijze Golf.
Postcode {ZIP}, bij de apotheek.
Mijn wachtwoord is {PASSWORD} maar hij doet het niet.
Groetjes, {FIRST}
""",
    "pt_BR": """
Olá, meu nome é {PERSON} e o boleto não chegou.
Meu telefone é {PHONE}, podem ligar à noite.
Moro na {ADDRESS}, portão azul.
Atenciosamente,\\n{PERSON}
Prezado Sr. {LAST}, seguem os documentos.
Meu CPF é {NATIONAL}, o cadastro está com erro.
Nasci em {DATE} e o sistema mostra outra data.
O pedido {ORDER} está parado há dez dias.
Pode responder para {EMAIL}.
Placa {PLATE}, um Gol branco.
CEP {ZIP}, a loja fica na esquina.
A senha é {PASSWORD} e não funciona.
Obrigada, {FIRST}
""",
}

# Nothing here is personal: all of it must stay. (At level high dates go, so there are none.)
CLEAN = """
Python 3.11.7 and later need OpenSSL 1.1.1 or newer; see PEP 644.
Upgrade from 2.3.1 to 2.4.0-rc.2, then run `make install` again.
Fixed in #12345, backported to 4.2.x as commit 3f786850e387550fdaab836ed7e6dc881de23001.
Section 7.2.1 of ISO 8601-1:2019 defines the basic format.
The GeForce RTX 4090 has 24 GB of memory, the RX 7900 XTX as well.
It costs $1,299.00 plus 8.25 % tax; shipping is 5-7 business days.
HTTP/2 404 Not Found, Content-Length: 10240, ETag: "33a64df5"
SELECT id, name FROM users WHERE age > 30 ORDER BY created_at LIMIT 100;
def main(argv: list[str] | None = None) -> int: return run(argv or sys.argv[1:])
The window is 1920x1080 at 144 Hz and weighs 4.5 kg.
Use `--max-old-space-size=4096` when the heap runs out at 2.1 GB.
RFC 5322 and RFC 6531 describe the address; RFC 2119 the words MUST and SHOULD.
pip install "numpy>=1.26,<3" pandas==2.2.3 scipy~=1.14
Exit code 137 means that the kernel killed it (128 + 9).
Chapter 12, pages 233-251, figure 4.7, equation (3.14).
Boil 500 g of pasta in 5 litres of water for 9 to 11 minutes at 100 °C.
The train to platform 9 leaves at 18:42 and arrives at 21:07.
Windows 11, macOS Sonoma and Ubuntu 22.04 LTS are supported.
const total = items.reduce((sum, item) => sum + item.price * 1.19, 0);
Population 8,336,817 over 302.6 square miles; density 27,547 per mile.
Boeing 737-800, Airbus A320neo, flight level 350.
pandas.DataFrame.groupby(level=0).agg({"x": "mean"}) is faster now.
sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 matches.
Die Version 5.14 behebt 27 Fehler; Abschnitt 3.2 beschreibt das Vorgehen.
Le produit pèse 12,5 kg et coûte 1 299,00 € TTC.
La versión 10.4 requiere 16 GB de memoria y 512 GB de disco.
La batteria da 5000 mAh dura 14 ore con lo schermo al 50 %.
De update van versie 8.1 naar 8.2 duurt ongeveer 20 minuten.
O arquivo tem 3.456 linhas e ocupa 12 MB em disco.
GET /api/v2/items?page=3&per_page=50 took 183 ms (p95 412 ms).
Set `timeout = 30` and `retries = 5` in config.toml, then restart nginx.
Kubernetes 1.29 removes the flowcontrol.apiserver.k8s.io/v1beta2 API.
git rebase -i HEAD~3 && git push --force-with-lease origin feature/login
The answer is 42, the odds are 1 in 13,983,816.
Tests: 1204 passed, 13 skipped, 2 xfailed in 98.34s (0:01:38)
AES-256-GCM with a 96-bit nonce; PBKDF2 with 600,000 rounds.
Model XPS 13 9310, BIOS 3.12.0, Intel Core i7-1165G7 @ 2.80GHz
java.lang.NullPointerException at com.example.app.Main.run(Main.java:127)
Add 2 tbsp of Worcester sauce and half a Spanish onion.
Please see the attached file and let us know if you have any questions.
I am happy with the service, it works great and the team was helpful.
May I ask when the store opens? Will it be open on Sunday?
Grace period: 14 days. Mark as read. Bill to: see below.
Order status: processing. Account type: Premium. Zip file: attached.
The password must have at least 12 characters and one symbol.
Your user name is case sensitive. Phone support is closed.
Der Kunde hat angerufen und fragt nach der Rechnung.
Merci pour votre patience, nous revenons vers vous rapidement.
Gracias por su mensaje, le responderemos en 24 horas.
"""
