"""French and Spanish phrases."""

from llm_assets.sample.scenario import Language, Scenario

FRENCH = Language(
    greet_agent=("Bonjour {first},\n\n", "Bonjour {name},\n\n", "Bonjour {first}, "),
    greet_customer=("Bonjour {agent},\n\n", "Bonjour,\n\n", "Madame, Monsieur,\n\n", ""),
    sign_agent=("\n\nBien à vous,\n{agent}", "\n\nCordialement,\n{agent_full}\n{desk_email}", ""),
    sign_customer=("\n\nMerci d’avance,\n{first}", "\n\nCordialement,\n{name}\n{phone}", "\n\n{name}\n{address}", ""),
    thanks=("Parfait, merci {agent} !", "Ça marche 👍 merci beaucoup.\n{first}", "Merci pour votre aide. {name}"),
    asides=(
        " J’ai payé {price} le {date}, facture {order}.",
        " L’application est en version {version}.",
        " La référence du dossier est {ticket}.",
    ),
    notes=(
        "Rappelé {name} au {phone}, date de naissance {birth} vérifiée.",
        "Le client {id} ({email}) demande {price} pour {order}. Transmis à {agent}.",
    ),
    scenarios=(
        Scenario(
            subject=("Connexion impossible", "Mot de passe oublié", "Compte bloqué"),
            opening=(
                "je n’arrive plus à me connecter. Mon identifiant est {username} et mon adresse {email}.",
                "le lien de réinitialisation n’arrive jamais sur {email}. Dernier essai à {time}.",
                "mon compte {id} est bloqué ({error}). Mon mot de passe était {password}.",
            ),
            ask=(
                "pour vérifier votre compte, pouvez-vous me donner votre date de naissance et votre numéro de téléphone ?",
                "depuis quelle adresse IP vous connectez-vous ?",
            ),
            answer=(
                "Date de naissance : {birth}, téléphone {phone}.",
                "La box affiche {ip}.",
                "Le {birth}. Mon portable : {phone_local}.",
            ),
            solve=(
                "merci ! Un nouveau lien vient de partir vers {email}.",
                "c’est réglé, {username} est débloqué. Plus d’informations : {link}",
            ),
        ),
        Scenario(
            subject=("Où est mon colis ?", "Commande {order}", "Changement d’adresse"),
            opening=(
                "ma commande {order} devait arriver le {date}. Le suivi {tracking} ne bouge plus.",
                "j’ai déménagé, pouvez-vous livrer l’article {product} au {address} ?",
                "le livreur a laissé mon colis chez {friend}, que je ne connais pas.",
            ),
            ask=("quelle est votre adresse complète ?", "à quel numéro le livreur peut-il vous joindre ?"),
            answer=(
                "{name}, {address}.",
                "Au {phone}, après 18 h. Sinon chez {friend}, à côté.",
                "{address}. Si besoin, appelez {other}, {other_email}.",
            ),
            solve=("l’article {product} part demain, suivi {tracking}.", "l’adresse est désormais {address}."),
        ),
        Scenario(
            subject=("Double prélèvement", "Question sur ma facture", "Carte refusée"),
            opening=(
                "vous avez prélevé deux fois {price} sur mon compte {iban}.",
                "ma carte {card} est refusée, pourtant elle est au nom de {name}.",
                "pour la facture, voici mon numéro de sécurité sociale : {ssn}.",
            ),
            ask=("sur quel compte devons-nous vous rembourser ?", "l’adresse de facturation est-elle toujours la même ?"),
            answer=("IBAN {iban}, titulaire {name}.", "Oui : {address}.", "Sur la carte {card_spaced}, merci."),
            solve=("le remboursement de {price} arrive sous trois jours.", "c’est fait, référence {ticket}."),
        ),
        Scenario(
            subject=("Résiliation", "Demande RGPD", "Transfert de compte"),
            opening=(
                "je souhaite résilier mon abonnement {plan} au {due}. {name_reversed}, date de naissance {birth}.",
                "merci de m’envoyer toutes les données que vous détenez sur {name}, {email}.",
                "pouvez-vous transférer mon compte à {other} (@{other_handle}) ?",
            ),
            ask=("puis-je savoir pourquoi ?", "où devons-nous envoyer le fichier ?"),
            answer=(
                "Trop cher. Confirmez à {email_at} s’il vous plaît.",
                "Par courrier : {address}.",
                "Je déménage. Copie à {other_email}, merci.",
            ),
            solve=("votre abonnement prend fin le {due}.", "le fichier a été envoyé à {email}."),
        ),
    ),
    posts=("Quelqu’un a déjà eu {error} avec le {product} ? Je suis en {version}. Mon adresse : {email}",),
    replies=(
        "@{other_handle} pareil chez moi. {other_first}, as-tu réessayé ?",
        "Merci {other} ! Je t’écris à {other_email}. {first}",
    ),
    bios=("Prof à {city}, deux chats.", "Me contacter : {email}", "{name} — *photographe* — {url}"),
)

SPANISH = Language(
    greet_agent=("Hola {first}:\n\n", "Buenos días, {name}:\n\n", "Hola {first}, "),
    greet_customer=("Hola {agent}:\n\n", "Buenas tardes:\n\n", "Hola, ", ""),
    sign_agent=("\n\nUn saludo,\n{agent}", "\n\nAtentamente,\n{agent_full}\n{desk_email}", ""),
    sign_customer=("\n\nGracias,\n{first}", "\n\nUn saludo\n{name}\n{phone}", "\n\n{name}", ""),
    thanks=("¡Perfecto, gracias {agent}!", "Ya funciona 🎉 muchas gracias.\n{first}", "Gracias por la ayuda. {name}"),
    asides=(" Pagué {price} el {date}.", " La aplicación es la {version}.", " El número de caso es {ticket}."),
    notes=(
        "He llamado a {name} al {phone}; fecha de nacimiento {birth} comprobada.",
        "El cliente {id} ({email}) pide {price} por {order}. Pasa a {agent}.",
    ),
    scenarios=(
        Scenario(
            subject=("No puedo entrar", "Contraseña olvidada", "Cuenta bloqueada"),
            opening=(
                "no puedo entrar en mi cuenta. Mi usuario es {username} y el correo {email}.",
                "el enlace nunca llega a {email}. Lo intenté por última vez a las {time}.",
                "la cuenta {id} está bloqueada ({error}). Mi contraseña era {password}.",
            ),
            ask=("¿me confirma su fecha de nacimiento y su DNI?", "¿desde qué dirección IP se conecta?"),
            answer=(
                "Nací el {birth}, DNI {ssn}.",
                "El router dice {ip}. Mi móvil es {phone_local}.",
                "{birth}, teléfono {phone}.",
            ),
            solve=("gracias. He enviado otro enlace a {email}.", "listo, {username} ya está activo. Más en {link}"),
        ),
        Scenario(
            subject=("¿Dónde está mi paquete?", "Pedido {order}", "Cambio de dirección"),
            opening=(
                "el pedido {order} tenía que llegar el {date} y el seguimiento {tracking} no cambia.",
                "me he mudado, ¿pueden enviar el artículo {product} a {address}?",
                "el repartidor dejó mi paquete a {friend}, y no sé quién es.",
            ),
            ask=("¿cuál es la dirección completa?", "¿a qué teléfono puede llamar el repartidor?"),
            answer=(
                "{name}, {address}.",
                "Al {phone}, por las tardes.",
                "{address}. Si no estoy, llame a {friend}, {friend_phone}.",
            ),
            solve=("el artículo {product} sale mañana, seguimiento {tracking}.", "la dirección queda en {address}."),
        ),
        Scenario(
            subject=("Cobro doble", "Duda con la factura"),
            opening=(
                "me han cobrado {price} dos veces en la cuenta {iban}.",
                "mi tarjeta {card} no funciona; está a nombre de {name}.",
                "quiero pasar la cuenta a {other}, cuyo correo es {other_email}.",
            ),
            ask=("¿en qué cuenta hacemos el ingreso?", "¿sigue siendo la misma dirección de facturación?"),
            answer=(
                "IBAN {iban}, titular {name}.",
                "Sí: {address}.",
                "En la de siempre. Pregunte a @{other_handle}, compartimos la cuenta.",
            ),
            solve=("recibirá {price} en tres días.", "hecho, referencia {ticket}."),
        ),
    ),
    posts=("¿A alguien más le sale {error} con el {product}? Escribidme a {email}.",),
    replies=(
        "@{other_handle} a mí también. {other_first}, ¿lo reiniciaste?",
        "Gracias, {other}. Te escribo a {other_email}. {first}",
    ),
    bios=("De {city}, me gusta el mar.", "Escríbeme a {email}", "Soy {name}. {url}"),
)
