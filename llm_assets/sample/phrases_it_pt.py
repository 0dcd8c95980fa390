"""Italian and Portuguese phrases."""

from llm_assets.sample.scenario import Language, Scenario

ITALIAN = Language(
    greet_agent=("Ciao {first},\n\n", "Buongiorno {name},\n\n", "Ciao {first}, "),
    greet_customer=("Ciao {agent},\n\n", "Buongiorno,\n\n", ""),
    sign_agent=("\n\nCordiali saluti,\n{agent}", "\n\n{agent_full}\nAssistenza clienti", ""),
    sign_customer=("\n\nGrazie,\n{first}", "\n\nCordiali saluti\n{name}\n{phone}", "\n\n{name}", ""),
    thanks=("Perfetto, grazie {agent}!", "Adesso funziona 👏 grazie mille.\n{first}", "Gentilissimi. {name}"),
    asides=(" Ho pagato {price} il {date}.", " L'app è alla versione {version}.", " La pratica è {ticket}."),
    notes=(
        "Richiamato {name} al {phone}, data di nascita {birth} verificata.",
        "Il cliente {id} ({email}) chiede {price} per {order}.",
    ),
    scenarios=(
        Scenario(
            subject=("Non riesco ad accedere", "Password dimenticata"),
            opening=(
                "non riesco più ad accedere. Il mio utente è {username}, la mail {email}.",
                "il link per la nuova password non arriva a {email}. Ultima prova alle {time}.",
                "il conto {id} è bloccato ({error}). La password era {password}.",
            ),
            ask=("mi conferma la data di nascita e il codice fiscale?", "da quale indirizzo IP si collega?"),
            answer=("Data di nascita {birth}, codice fiscale {ssn}.", "Il router segna {ip}.", "{birth}, telefono {phone}."),
            solve=("grazie! Ho inviato un nuovo link a {email}.", "fatto, {username} è di nuovo attivo. Vedi {link}"),
        ),
        Scenario(
            subject=("Dov'è il mio pacco?", "Ordine {order}"),
            opening=(
                "l'ordine {order} doveva arrivare il {date}, ma la spedizione {tracking} è ferma.",
                "ho cambiato casa: potete spedire l'articolo {product} in {address}?",
            ),
            ask=("qual è l'indirizzo completo?", "a quale numero può chiamare il corriere?"),
            answer=(
                "{name}, {address}.",
                "Al {phone_local}, oppure dai vicini, {friend}.",
                "{address}. In alternativa chiami {other}, {other_email}.",
            ),
            solve=("l'articolo {product} parte domani, spedizione {tracking}.", "l'indirizzo ora è {address}."),
        ),
        Scenario(
            subject=("Addebito doppio", "Domanda sulla fattura"),
            opening=(
                "mi avete addebitato {price} due volte sul conto {iban}.",
                "la carta {card}, intestata a {name}, viene rifiutata.",
            ),
            ask=("su quale conto possiamo rimborsarla?", "l'indirizzo di fatturazione è sempre lo stesso?"),
            answer=("IBAN {iban}, intestato a {name}.", "Sì, {address}."),
            solve=("il rimborso di {price} arriva in tre giorni.", "fatto, riferimento {ticket}."),
        ),
    ),
    bios=("Cuoca a {city}.", "Scrivetemi: {email}", "{name}, ingegnere. {url}"),
)

PORTUGUESE = Language(
    greet_agent=("Olá {first},\n\n", "Bom dia, {name}!\n\n", "Oi {first}, "),
    greet_customer=("Oi {agent},\n\n", "Bom dia,\n\n", "Olá, ", ""),
    sign_agent=("\n\nAbraço,\n{agent}", "\n\nAtenciosamente,\n{agent_full}", ""),
    sign_customer=("\n\nObrigado,\n{first}", "\n\nAtenciosamente\n{name}\n{phone}", "\n\n{name}", ""),
    thanks=("Perfeito, obrigada {agent}!", "Voltou a funcionar 🎉 valeu!\n{first}", "Obrigado pela ajuda. {name}"),
    asides=(" Paguei {price} no dia {date}.", " O aplicativo está na versão {version}.", " O protocolo é {ticket}."),
    notes=(
        "Liguei para {name} no {phone}, nascimento {birth} confere.",
        "Cliente {id} ({email}) pede {price} do pedido {order}.",
    ),
    scenarios=(
        Scenario(
            subject=("Não consigo entrar", "Esqueci a senha"),
            opening=(
                "não consigo mais entrar. Meu usuário é {username} e o e-mail é {email}.",
                "o link da senha nunca chega em {email}. Tentei às {time}.",
                "a conta {id} está bloqueada ({error}). A senha era {password}.",
            ),
            ask=("pode confirmar a data de nascimento e o CPF?", "de qual IP você acessa?"),
            answer=(
                "Nasci em {birth}, CPF {ssn}.",
                "O roteador mostra {ip}. Meu celular é {phone_local}.",
                "{birth}, telefone {phone}.",
            ),
            solve=("obrigado! Enviei outro link para {email}.", "pronto, {username} foi liberado. Veja {link}"),
        ),
        Scenario(
            subject=("Cadê meu pacote?", "Pedido {order}"),
            opening=(
                "o pedido {order} devia chegar em {date} e o rastreio {tracking} não muda.",
                "mudei de casa, podem mandar o {product} para {address}?",
            ),
            ask=("qual é o endereço completo?", "em que telefone o entregador pode ligar?"),
            answer=(
                "{name}, {address}.",
                "No {phone}, ou com {friend}, ao lado.",
                "{address}. Se precisar, fale com {other}, {other_email}.",
            ),
            solve=("o {product} sai amanhã, rastreio {tracking}.", "o endereço agora é {address}."),
        ),
        Scenario(
            subject=("Cobrança em dobro", "Dúvida sobre a fatura"),
            opening=(
                "fui cobrado duas vezes, {price} cada, no cartão {card}.",
                "quero pagar com outro cartão: {card_spaced}, em nome de {name}.",
            ),
            ask=("em que conta fazemos o estorno?", "o endereço de cobrança é o mesmo?"),
            answer=("Agência 0001, conta {account}, em nome de {name}.", "Sim, {address}."),
            solve=("o estorno de {price} cai em três dias.", "feito, referência {ticket}."),
        ),
    ),
    bios=("Moro em {city}.", "Contato: {email}", "{name} ⚽ {url}"),
)
