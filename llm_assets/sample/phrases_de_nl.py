"""German and Dutch phrases."""

from llm_assets.sample.scenario import Language, Scenario

GERMAN = Language(
    greet_agent=("Hallo {first},\n\n", "Guten Tag {name},\n\n", "Hallo {first}, "),
    greet_customer=("Hallo {agent},\n\n", "Guten Tag,\n\n", "Sehr geehrte Damen und Herren,\n\n", ""),
    sign_agent=("\n\nViele Grüße\n{agent}", "\n\nMit freundlichen Grüßen\n{agent_full}\n{desk_email}", ""),
    sign_customer=(
        "\n\nGruß\n{first}",
        "\n\nMit freundlichen Grüßen\n{name}\n{phone}",
        "\n\n{name}, {address}",
        "\n\nLG {first}",
        "",
    ),
    thanks=("Super, vielen Dank {agent}!", "Hat geklappt 👍 Danke!\n{first}", "Danke für die schnelle Hilfe. {name}"),
    asides=(
        " Bezahlt habe ich {price} am {date}, Rechnung {order}.",
        " Die App hat Version {version}, falls das hilft.",
        " Der Vorgang trägt die Nummer {ticket}.",
        " Übrigens ist die Lampe um {time} wieder ausgegangen.",
    ),
    notes=(
        "Mit {name} unter {phone} gesprochen, Geburtsdatum {birth} stimmt. Erledigt.",
        "Kunde {id} ({email}) möchte {price} zurück, Bestellung {order}. An {agent} übergeben.",
    ),
    scenarios=(
        Scenario(
            subject=("Anmeldung klappt nicht", "Kein Zugang mehr", "Passwort vergessen"),
            opening=(
                "ich kann mich seit {version} nicht mehr anmelden. Mein Benutzername ist {username}, die E-Mail {email}.",
                "die Mail zum Zurücksetzen kommt nicht an. Ich habe es mit {email} versucht, zuletzt um {time}.",
                "mein Konto {id} ist gesperrt ({error}). Mein letztes Passwort war {password}.",
            ),
            ask=(
                "das tut uns leid! Nennen Sie uns bitte zur Sicherheit Ihr Geburtsdatum und Ihre Telefonnummer.",
                "von welcher IP-Adresse aus haben Sie sich zuletzt angemeldet?",
            ),
            answer=(
                "{birth}, Telefon {phone}.",
                "Die Fritzbox zeigt {ip}. Erreichbar bin ich unter {phone_local}.",
                "Geboren am {birth}.",
            ),
            solve=(
                "danke! Ich habe Ihnen einen neuen Link an {email} geschickt, er gilt bis {time}.",
                "{username} ist wieder frei. Hinweise zur Anmeldung in zwei Schritten: {link}",
            ),
        ),
        Scenario(
            subject=("Wo bleibt mein Paket?", "Bestellung {order}", "Neue Lieferanschrift"),
            opening=(
                "meine Bestellung {order} sollte am {date} da sein. Sendung {tracking} bewegt sich nicht.",
                "ich bin umgezogen. Bitte schicken Sie den Artikel {product} an {address}.",
                "der Paketbote hat den Artikel {product} bei {friend} abgegeben, hier wohnt aber niemand, der so heißt.",
            ),
            ask=("an welche Anschrift sollen wir liefern?", "unter welcher Nummer darf der Fahrer anrufen?"),
            answer=(
                "An {name}, {address}.",
                "Bitte {phone_local}, am besten nach 17 Uhr.",
                "{address}. Meine Nachbarin {friend} nimmt es auch an.",
            ),
            solve=(
                "der Artikel {product} geht morgen raus, neue Sendungsnummer {tracking}.",
                "wir haben die Anschrift auf {address} geändert.",
            ),
        ),
        Scenario(
            subject=("Doppelt abgebucht", "Frage zur Rechnung", "Neue Bankverbindung"),
            opening=(
                "Sie haben {price} für {order} zweimal abgebucht, und zwar von {iban}.",
                "bitte buchen Sie künftig von der Karte {card} ab, Inhaber {name}.",
                "ich brauche die Rechnung mit meiner Steuer-ID {ssn}, bitte an {email}.",
            ),
            ask=("auf welches Konto sollen wir den Betrag überweisen?", "stimmt die Rechnungsanschrift noch?"),
            answer=("IBAN {iban}, Kontoinhaber {name}.", "Ja: {address}.", "Bitte auf das Konto meiner Frau {friend}, {iban}."),
            solve=(
                "der Betrag von {price} ist in drei Werktagen bei Ihnen.",
                "erledigt, die Rechnung liegt unter {ticket} bereit.",
            ),
        ),
        Scenario(
            subject=("Kündigung", "Auskunft nach DSGVO", "Konto löschen"),
            opening=(
                "hiermit kündige ich meinen Vertrag ({plan}) zum {due}. {name}, geboren am {birth}.",
                "bitte teilen Sie mir mit, was Sie über mich gespeichert haben: {name_reversed}, {email}.",
                "bitte übertragen Sie mein Konto auf {other}, erreichbar unter {other_email}.",
            ),
            ask=("schade! Dürfen wir fragen, warum?", "wohin dürfen wir die Auskunft schicken?"),
            answer=(
                "Zu teuer. Bestätigung bitte an {email_at}.",
                "Per Post an {address}.",
                "Ich ziehe weg. Kopie bitte auch an {other}, @{other_handle}.",
            ),
            solve=("Ihr Vertrag endet am {due}.", "die Auskunft ist unterwegs an {email}."),
        ),
    ),
    posts=(
        "Hat noch jemand {error} beim {product}? Bei mir seit {version}. Schreibt mir gern an {email}.",
        "Moin, {first} hier. Wer kennt sich mit dem {product} aus? Bin @{username}.",
    ),
    replies=(
        "@{other_handle} bei mir auch. {other_first}, hast du es mal zurückgesetzt?",
        "Wie {other} schon schrieb: {link} hat geholfen.",
        "Danke {other_first}! Ich schicke dir das Protokoll an {other_email}. Gruß {name}",
    ),
    bios=("Bastler aus {city}. Mail: {email}", "{name}, Lehrerin, zwei Kinder.", "Ich mag Züge 🚆", "**{first}** · {url}"),
)

DUTCH = Language(
    greet_agent=("Hallo {first},\n\n", "Beste {name},\n\n", "Hoi {first}, "),
    greet_customer=("Hallo {agent},\n\n", "Beste meneer of mevrouw,\n\n", ""),
    sign_agent=("\n\nMet vriendelijke groet,\n{agent}", "\n\nGroeten,\n{agent_full}", ""),
    sign_customer=("\n\nGroetjes, {first}", "\n\nMet vriendelijke groet,\n{name}\n{phone}", "\n\n{name}", ""),
    thanks=("Top, bedankt {agent}!", "Het werkt weer, dank je wel 🙏 {first}", "Fijn. Prettige dag nog!"),
    asides=(" Ik heb {price} betaald op {date}.", " Het gaat om versie {version}.", " Het dossiernummer is {ticket}."),
    notes=(
        "{name} teruggebeld op {phone}, geboortedatum {birth} klopt.",
        "Klant {id} ({email}) wil {price} terug voor {order}.",
    ),
    scenarios=(
        Scenario(
            subject=("Ik kan niet inloggen", "Wachtwoord vergeten"),
            opening=(
                "ik kan niet meer inloggen. Mijn gebruikersnaam is {username} en mijn mail is {email}.",
                "mijn account {id} is geblokkeerd ({error}). Kunt u mij bellen op {phone_local}?",
            ),
            ask=("mag ik uw geboortedatum en telefoonnummer?", "vanaf welk IP-adres logt u in?"),
            answer=("{birth}, en {phone}.", "Volgens de router is het {ip}.", "Geboren op {birth}, BSN {ssn}."),
            solve=("ik heb een nieuwe link gestuurd naar {email}.", "uw account is weer open, zie {link}."),
        ),
        Scenario(
            subject=("Waar blijft mijn pakket?", "Bestelling {order}"),
            opening=(
                "bestelling {order} zou er op {date} zijn. De code {tracking} geeft niets aan.",
                "kunt u de {product} naar {address} sturen? Ik ben verhuisd.",
            ),
            ask=("wat is het volledige adres?", "mag de bezorger u bellen?"),
            answer=(
                "{name}, {address}.",
                "Ja, op {phone}. Anders bij de buren, {friend}.",
                "{address}. Bel anders {other}, {other_email}.",
            ),
            solve=("de {product} gaat morgen mee, code {tracking}.", "het adres is aangepast naar {address}."),
        ),
        Scenario(
            subject=("Dubbel afgeschreven", "Vraag over de factuur"),
            opening=(
                "er is twee keer {price} afgeschreven van {iban} voor {order}.",
                "mijn creditcard {card} wordt geweigerd. De naam op de kaart is {name}.",
            ),
            ask=("op welke rekening mogen wij het bedrag storten?", "klopt het factuuradres nog?"),
            answer=("Op {iban}, ten name van {name}.", "Ja hoor, {address}."),
            solve=("het bedrag van {price} staat er binnen drie dagen op.", "geregeld, kenmerk {ticket}."),
        ),
    ),
    bios=("Fietser uit {city}.", "Mail me: {email}", "{name} · {url}"),
)
