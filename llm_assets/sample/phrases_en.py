"""English phrases."""

from llm_assets.sample.scenario import Language, Scenario

_SCENARIOS = (
    Scenario(
        subject=("Can't sign in", "Locked out of my account", "Password reset never arrives", "Login problem ({error})"),
        opening=(
            "I can't sign in since the update to {version}. My login is {username} and the e-mail on file should be {email}.",
            "the reset mail never reaches me. I tried {email} three times, last time at {time}. Is the account still there?",
            "I'm locked out again. Account {id}, username {username}. The app says \"{error}\" and that's it.",
            "Signing in fails with {error}. I used the password {password} until yesterday and it worked fine.",
        ),
        ask=(
            "Sorry about that! Could you confirm the e-mail address and the date of birth on the account?",
            "Thanks for reaching out. For security I need the phone number you signed up with, please.",
            "I can see several failed attempts. Which IP address do you connect from, and which app version is it?",
        ),
        answer=(
            "Sure: {email}, born {birth}.",
            "The number is {phone}. My old one was {friend_phone}, in case that one is still stored.",
            "I'm on {version}, and the router says {ip}. MAC of the tablet is {mac} if you need it.",
            "{birth}, and the address is {email_caps}.",
        ),
        solve=(
            "Thank you, {first}. I've sent a fresh link to {email}; it is valid until {time}.",
            "All good now: I unlocked {username} and removed the old sessions. Please see {link} for two-factor sign-in.",
            "Done. The block came from {ip}, which had too many attempts. Do tell us if it happens again.",
        ),
    ),
    Scenario(
        subject=("Where is my parcel?", "Order {order}", "Wrong delivery address", "Parcel {tracking} not moving"),
        opening=(
            "my order {order} should have been here by {date}. Tracking {tracking} has not moved for days.",
            "I moved house and forgot to change the address on {order}. Can you still send the {product} to {address}?",
            "the courier left my {product} with someone called {friend}, and I know no one of that name.",
            "Tracking {tracking} says delivered, but nothing arrived at {street}.",
        ),
        ask=(
            "Let me check. Is the delivery address still the one we have on file?",
            "I'm sorry, that is annoying. Which phone number may the courier call?",
            "Could you tell me the full address, please, and whether a neighbour may sign for it?",
        ),
        answer=(
            "It's {address}. My neighbour {friend} can sign.",
            "Please call {phone}, best after 17:30.",
            "Yes: {name}, {address}. You can reach me at {phone_local}.",
            "No, please use {street} from now on, zip {zip}.",
        ),
        solve=(
            "Thanks. The {product} leaves our warehouse tomorrow, new tracking number {tracking}.",
            "I've opened a case with the courier and changed the address to {address}.",
            "Good news: {order} was found at the depot. They will ring {phone} before they come.",
        ),
    ),
    Scenario(
        subject=("Charged twice", "Billing question", "Unknown charge of {price}", "Card declined"),
        opening=(
            "I was charged {price} twice for {order}. The card is {card}, name on it {name}.",
            "my card {card_spaced} gets declined although the bank says it's fine. Any idea?",
            "there's a charge of {price} on {date} that I can't place. I am on the {plan} plan.",
            "please take the next payment from my account {iban} and no longer from the card.",
        ),
        ask=(
            "I'm happy to look into it. What are the last digits of the card, and when was it charged?",
            "Thanks, {first}. Which bank account should the money go to?",
            "Could you confirm the billing address for me, please?",
        ),
        answer=(
            "The full number is {card}, valid until 04/27. It was charged on {date}.",
            "IBAN {iban}, account holder {name}.",
            "{address}, same as always.",
            "{card_spaced}, the day was {date}.",
            "Routing number {routing}, account number {account}. It's a checking account.",
        ),
        solve=(
            "I've refunded {price}; it takes three to five working days. Please never send us a whole card number again!",
            "Found it: the second charge was a reservation and has been dropped. Reference {ticket}.",
            "Your payment method is changed. The next invoice over {price} is due on {due}.",
        ),
    ),
    Scenario(
        subject=("Please call me back", "Call me", "Callback about {product}"),
        opening=(
            "can somebody call me at {phone} about the {product}? Ask for {name}.",
            "I'd rather talk than type. My mobile: {phone_local}. I'm free between 9:00 and 11:30.",
            "please ring my partner {friend} at {friend_phone}, I'm abroad until {due}.",
        ),
        ask=("Of course! What is it about, and which time suits you?", "We can call tomorrow. Is {phone} the right number?"),
        answer=(
            "It's about ticket {ticket}; the {product} shows {error} all the time.",
            "Better my office line, {friend_phone}. And copy {email} on the summary, please.",
            "It keeps restarting. Call after {time}; if I don't pick up, try {other} at {other_email}, we share the account.",
        ),
        solve=(
            "Noted, {agent} from second level calls you at {phone}.",
            "We just tried to reach you, {first}, without luck. We'll try again at {time}.",
        ),
    ),
    Scenario(
        subject=("Proof of identity", "Account verification", "Documents you asked for"),
        opening=(
            "you asked for proof that it's me: passport {passport}, name {name}, born {birth}.",
            "here is what the form wanted: social security number {ssn}, driver's license {license}.",
            "I can't upload the scan ({error}), so here it is in words: {name_reversed}, {birth}, ID number {ssn}.",
        ),
        ask=(
            "Thank you. Is the name spelled exactly as in the document?",
            "Nearly there! Could you also confirm your customer number?",
        ),
        answer=(
            "Yes, {name_caps}, as it stands there.",
            "My customer number is {id}. License plate for the parking permit: {plate}.",
            "It says {name}. Please delete these numbers when you're done.",
        ),
        solve=(
            "You're verified, {first}. I've removed the document number from the ticket.",
            "All set. Your {plan} plan is active again from {due}.",
        ),
    ),
    Scenario(
        subject=("{product} keeps crashing", "Bug in {version}", "Error {error}", "API returns {error}"),
        opening=(
            "since {version} the app for the {product} crashes at start. Device {device}, Android 14, build 2024.11.3.",
            "your API answers {error} to everything. My key is {secret}, the request came from {ip} at {iso_time}.",
            "the {product} loses its connection every night at 02:00. Its MAC is {mac}, it uses the 2.4 GHz band.",
            "I get {error} when I open {url}. My colleague {friend} sees the page without trouble.",
        ),
        ask=(
            "Could you send us the log, please? You'll find it under Settings > Support > Export.",
            "Thanks for the report. Does it happen on another device as well?",
            "Which SDK version do you use? And please never post keys or tokens here.",
        ),
        answer=(
            "```\n{iso_time} WARN auth user={email} ip={ip}\n{iso_time} ERROR {error} retry=3\n```",
            "Same on my partner's phone: {friend}, {friend_email}.",
            "SDK 3.12.0, and here's the token from the debug view: {token}",
            "I exported it; the lines with {ip} are the ones that fail.",
            "No, only on this one, serial {device}.",
        ),
        solve=(
            "Fixed in {version}, which is out since this morning. Thank you for your patience, {first}!",
            "We could reproduce it. Follow {link}, or wait for the next release on {due}.",
        ),
    ),
    Scenario(
        subject=("Cancel my subscription", "Delete my account", "Data request"),
        opening=(
            "please cancel my {plan} plan and delete all data on {name}, {email}.",
            "I'd like a copy of everything that you store about me. Account {id}, mail {email}, phone {phone}.",
            "I found my old profile at {url}. Please remove it, it shows my full name and my street.",
        ),
        ask=(
            "I'm sorry to see you go! May I ask what made you decide?",
            "Gladly. Where shall we send the confirmation and your data?",
        ),
        answer=(
            "Too expensive: {price} a month. Send the confirmation to {email_at}, please.",
            "By post, please: {name}, {address}.",
            "I hardly use it. Write to {email} when it's done.",
            "To {email}. And take {friend_email} off your newsletter as well, that's my neighbour.",
        ),
        solve=(
            "It's done: the account ends on {due}, and the profile page is gone.",
            "The export was sent to {email}. The link works until {due}.",
        ),
    ),
    Scenario(
        subject=("Add a team member", "New colleague", "Transfer of our account"),
        opening=(
            "please add {other} to our team. The address is {other_email}, same rights as mine.",
            "{other} takes over from me next week. Could you move the {plan} plan to @{other_handle}?",
            "my partner {other} bought the {product}, but it shows up under my name. Can you swap it?",
        ),
        ask=(
            "Sure. Does {other_first} have an account with us already?",
            "Could {other_first} confirm that from {other_email}, please?",
        ),
        answer=(
            "Yes, the handle is @{other_handle}.",
            "I've copied {other_first}. You can also call {other_phone}.",
            "Not yet. Please send the invitation to {other_email}.",
            "{other} wrote to you this morning, ticket {ticket}.",
        ),
        solve=(
            "{other} is now on your team. Both of you got a mail about it.",
            "Done, {first}: the {product} belongs to {other_first} now.",
        ),
    ),
)

ENGLISH = Language(
    greet_agent=("Hi {first},\n\n", "Hello {first},\n\n", "Dear {name},\n\n", "Good morning {first},\n\n", "Hi {first}! "),
    greet_customer=("Hi {agent},\n\n", "Hello,\n\n", "Hi there,\n\n", "Dear support team,\n\n", ""),
    sign_agent=("\n\nBest,\n{agent}", "\n\nKind regards\n{agent_full}\n{desk_email}", "\n\n{agent} · Support", ""),
    sign_customer=(
        "\n\nThanks,\n{first}",
        "\n\nBest regards\n{name}\n{phone}",
        "\n\n{name}",
        "\n\n-- \n{name}\n{address}\n{email}",
        "\n\nCheers, {first} 🙂",
        "",
    ),
    thanks=(
        "Perfect, thank you {agent}!",
        "Works again 🎉 thanks a lot.",
        "Great. Have a nice day!\n{first}",
        "Thanks {agent}, you've been very helpful. {first}",
        "ok thx, {name_lower}",
        "Brilliant, that was quick. I'll tell {friend} as well.",
    ),
    asides=(
        " {will} you ship again in {may}, or only in June?",
        " I paid {price} for it on {date}, invoice {order}.",
        " By the way, the {rose} gold case is lovely.",
        " There is a {grace} period of 14 days, isn't there?",
        " My firmware is {version}, the app is 10.0.4.2.",
        " (Reference {ticket}, 3 of 4 parcels, 2.5 kg.)",
        " The timer stopped at {iso_time}.",
    ),
    notes=(
        "Called {name} back on {phone}, verified date of birth {birth}. No further action.",
        "Customer {id} ({email}) insists on a refund of {price} for {order}. Escalated to {agent}.",
        "Spoke to {friend} (not the account holder!). Told them that only {name} may change {username}.",
        "Log-in from {ip} at {iso_time}; looks like {first} on holiday. Leave open until {due}.",
    ),
    scenarios=_SCENARIOS,
    posts=(
        "Has anyone else seen {error} with the {product}? I'm on {version}. You can write me at {email} too.",
        "Hi all, {first} here. Looking for someone near {city} who can lend me a {product} for a week. DM @{username}.",
        "How do I pair two units? I followed {link}, but step 4 fails at {time} every night.",
    ),
    replies=(
        "@{other_handle} same here. {other_first}, did you try a factory reset?",
        "What {other} said. Support told me to write to {desk_email}, and they fixed mine in a day.",
        "Thanks @{other_handle}! I'll send you the log at {other_email}.",
        "{other_first}, I think we met at the fair! I'm {name}, call me: {phone}.",
        "{will} try, thanks. Can somebody {mark} this as solved, please?",
    ),
    bios=(
        "Coffee, code and cats. Reach me at {email}.",
        "**{name}** · [my page]({url}) · he/him",
        'Photographer. <a href="{url}">Portfolio</a> &amp; prints',
        "Teacher from {city}. Married to {friend}.",
        "I write about smart homes 🙂 Twitter: @{username}",
        "# About me\n\nRunner, baker, father of two. Colleague of {other}.",
        "{first}. Just {first}.",
        "Usually reading. {will} answer in {may}.",
    ),
)
