"""What people in Mexico ask for, in stock or not: makes, their models, and the names they give them."""

# Known names let us say "we have no Hyundai" instead of offering a random car that sounds like it.
MODELS_BY_MAKE: dict[str, str] = {
    "Acura": "ILX, Integra, MDX, NSX, RDX, TLX, TSX, TL",
    "Alfa Romeo": "Giulia, Giulietta, Stelvio, Tonale, Mito",
    "Audi": "A1, A3, A4, A5, A6, A7, A8, Q2, Q3, Q5, Q7, Q8, S3, S4, S5, TT, R8, RS3, RS5, e-tron, SQ5",
    "BAIC": "BJ40, D20, X25, X35, X55, X65",
    "Bentley": "Bentayga, Continental, Flying Spur",
    "BMW": (
        "Serie 1, Serie 2, Serie 3, Serie 4, Serie 5, Serie 6, Serie 7, Serie 8, X1, X2, X3, X4, X5, X6, X7, Z3, "
        "Z4, M2, M3, M4, M5, M6, i3, i4, i8, iX, iX1, iX3"
    ),
    "Buick": "Enclave, Encore, Envision, Envista, Regal, Verano, LaCrosse",
    "BYD": "Dolphin, Dolphin Mini, Han, King, Seal, Shark, Song Plus, Song Pro, Tang, Yuan Plus, Yuan Pro",
    "Cadillac": "ATS, CTS, CT4, CT5, DTS, Escalade, SRX, XT4, XT5, XT6, Lyriq",
    "Changan": "Alsvin, CS35, CS55, CS75, UNI-K, UNI-T, Eado",
    "Chevrolet": (
        "Astra, Aveo, Beat, Blazer, Camaro, Captiva, Cavalier, Cheyenne, Chevy, Colorado, Corsa, Corvette, Cruze, "
        "Equinox, Express, Groove, HHR, Impala, Malibu, Matiz, Meriva, Onix, Optra, S10, Silverado, Sonic, Spark, "
        "Spin, Suburban, Tahoe, Tigra, Tornado, Tornado Van, Tracker, Trailblazer, Traverse, Trax, Uplander, "
        "Vectra, Volt, Zafira, Bolt, Montana, Sail"
    ),
    "Chirey": "Arrizo 8, Tiggo 2, Tiggo 4, Tiggo 7, Tiggo 8",
    "Chrysler": "200, 300, Aspen, Cirrus, Pacifica, PT Cruiser, Sebring, Stratus, Town & Country, Voyager, Neon",
    "Cupra": "Ateca, Born, Formentor, Leon, Terramar, Tavascan",
    "Dodge": (
        "Attitude, Avenger, Caliber, Challenger, Charger, Dakota, Dart, Durango, Grand Caravan, i10, Journey, "
        "Neon, Nitro, Ram, Stratus, Verna, Vision, Atos"
    ),
    "Ferrari": "California, Portofino, Roma",
    "Fiat": (
        "500, 500L, 500X, Albea, Argo, Bravo, Cronos, Ducato, Fastback, Fiorino, Grand Siena, Idea, Mobi, Palio, "
        "Panda, Pulse, Punto, Strada, Siena, Uno"
    ),
    "Ford": (
        "Bronco, Bronco Sport, Courier, EcoSport, Edge, Escape, Escort, Expedition, Explorer, F-150, F-250, F-350, "
        "Fiesta, Figo, Five Hundred, Flex, Focus, Freestyle, Fusion, Ikon, Ka, Lincoln, Lobo, Maverick, Mondeo, "
        "Mustang, Ranger, Taurus, Territory, Transit, Windstar, Econoline, Freestar, Topaz, Mercury"
    ),
    "Foton": "Tunland, View",
    "Geely": "Coolray, Emgrand, Geometry C, Starray, GX3, Cityray, Okavango, Monjaro",
    "Genesis": "G70, G80, G90, GV70, GV80",
    "GMC": "Acadia, Canyon, Denali, Envoy, Hummer EV, Safari, Sierra, Terrain, Yukon, Savana",
    "Great Wall": "Wingle, Poer, Tank 300, Tank 500",
    "Haval": "H6, Jolion, Dargo",
    "Honda": (
        "Accord, BR-V, City, Civic, CR-V, CR-Z, Crosstour, Element, Fit, HR-V, Insight, Odyssey, Passport, Pilot, "
        "Ridgeline, WR-V"
    ),
    "Hummer": "H2, H3",
    "Hyundai": (
        "Accent, Atos, Creta, Creta Grand, Elantra, Grand i10, i10, i20, i30, Ioniq, Ioniq 5, Kona, Palisade, "
        "Santa Fe, Sonata, Starex, Staria, Tucson, Venue, Veloster"
    ),
    "Infiniti": "EX35, FX35, FX37, G35, G37, M37, Q30, Q50, Q60, Q70, QX30, QX50, QX55, QX56, QX60, QX70, QX80",
    "Isuzu": "ELF, D-Max",
    "JAC": "E10X, Frison T6, Frison T8, J2, J4, J5, J7, SEI2, SEI3, SEI4, SEI4 Pro, SEI6, SEI7, Sunray, X200",
    "Jaecoo": "J5, J7, J8",
    "Jaguar": "E-Pace, F-Pace, F-Type, I-Pace, XE, XF, XJ",
    "Jeep": (
        "Cherokee, Commander, Compass, Gladiator, Grand Cherokee, Grand Wagoneer, Liberty, Patriot, Renegade, "
        "Wagoneer, Wrangler"
    ),
    "Jetour": "Dashing, X70, X70 Plus, T2",
    "Kia": (
        "Cerato, EV6, EV9, Forte, K3, K4, K5, Morning, Niro, Optima, Picanto, Rio, Sedona, Seltos, Sonet, Sorento, "
        "Soul, Sportage, Stinger, Telluride, Carnival"
    ),
    "Lamborghini": "Aventador, Gallardo, Huracan, Urus",
    "Land Rover": (
        "Defender, Discovery, Discovery Sport, Freelander, LR2, LR3, LR4, Range Rover, Range Rover Evoque, Range "
        "Rover Sport, Range Rover Velar"
    ),
    "Lexus": "CT, ES, GX, IS, LC, LS, LX, NX, RC, RX, UX, IS 250, IS 350, RX 350, NX 300",
    "Lincoln": "Aviator, Continental, Corsair, MKC, MKS, MKT, MKX, MKZ, Mark LT, Nautilus, Navigator, Town Car, Zephyr",
    "Maserati": "Ghibli, Grecale, Levante, Quattroporte",
    "Mazda": (
        "Mazda 2, Mazda 3, Mazda 5, Mazda 6, BT-50, CX-3, CX-30, CX-5, CX-50, CX-7, CX-70, CX-9, CX-90, MX-5, "
        "Miata, RX-8"
    ),
    "Mercedes Benz": (
        "Clase A, Clase B, Clase C, Clase CL, Clase CLA, Clase CLC, Clase CLK, Clase CLS, Clase E, Clase G, Clase "
        "GL, Clase GLA, Clase GLB, Clase GLC, Clase GLE, Clase GLK, Clase GLS, Clase M, Clase ML, Clase R, Clase "
        "S, Clase SL, Clase SLC, Clase SLK, Clase V, AMG GT, EQA, EQB, EQC, Sprinter, Viano, Vito"
    ),
    "MG": "MG3, MG4, MG5, MG6, MG7, GT, HS, RX5, ZS, One, Marvel R, Cyberster, Excite",
    "Mini": "Cooper, Clubman, Countryman, Paceman",
    "Mitsubishi": (
        "ASX, Eclipse, Eclipse Cross, Endeavor, Galant, Grandis, L200, Lancer, Mirage, Mirage G4, Montero, Montero "
        "Sport, Outlander, Outlander Sport, Xpander"
    ),
    "Nissan": (
        "370Z, 350Z, Altima, Aprio, Armada, Frontier, Juke, Kicks, Leaf, Magnite, March, Maxima, Micra, Murano, "
        "Note, NP300, Pathfinder, Pick Up, Platina, Rogue, Quest, Sentra, Tiida, Titan, Tsubame, Tsuru, Urvan, "
        "Versa, V-Drive, X-Terra, X-Trail, GT-R"
    ),
    "Omoda": "C5, O5, E5",
    "Peugeot": (
        "206, 207, 208, 2008, 3008, 301, 306, 307, 308, 405, 407, 408, 5008, 508, Expert, Landtrek, Manager, "
        "Partner, Rifter, Grand Raid, RCZ"
    ),
    "Pontiac": "Aztek, G3, G4, G5, G6, Grand Am, Grand Prix, Matiz, Montana, Solstice, Sunfire, Torrent, Vibe",
    "Porsche": "718, 911, Boxster, Cayenne, Cayman, Macan, Panamera, Taycan",
    "Ram": "700, 1200, 1500, 2500, 3500, 4000, ProMaster, ProMaster Rapid",
    "Renault": (
        "Captur, Clio, Duster, Fluence, Kangoo, Koleos, Kwid, Laguna, Logan, Megane, Oroch, Safrane, Sandero, "
        "Scala, Scenic, Stepway, Talisman, Twingo, Arkana, Kardian, Trafic"
    ),
    "Saab": "9-3, 9-5",
    "Seat": "Alhambra, Altea, Arona, Ateca, Cordoba, Exeo, Freetrack, Ibiza, Leon, Tarraco, Toledo",
    "Smart": "Fortwo, Forfour",
    "Subaru": "BRZ, Crosstrek, Forester, Impreza, Legacy, Outback, Tribeca, WRX, XV, Evoltis",
    "Suzuki": (
        "Across, Aerio, Baleno, Celerio, Ciaz, Dzire, Ertiga, Fronx, Grand Vitara, Ignis, Jimny, Kizashi, S-Cross, "
        "S-Presso, Swift, SX4, Vitara, XL7"
    ),
    "Tesla": "Cybertruck, Model 3, Model S, Model X, Model Y",
    "Toyota": (
        "4Runner, Avanza, C-HR, Camry, Corolla, Corolla Cross, FJ Cruiser, Fortuner, GR86, Hiace, Highlander, "
        "Hilux, Land Cruiser, Matrix, MR2, Prius, Prius C, Raize, RAV4, Sequoia, Sienna, Solara, Supra, Tacoma, "
        "Tundra, Yaris, Yaris Cross, Venza"
    ),
    "Volkswagen": (
        "Amarok, Atlantic, Beetle, Bora, Caddy, CC, Combi, Crafter, CrossFox, CrossGolf, CrossPolo, Cross Sport, "
        "Derby, Eos, Eurovan, Fox, Gol, Gol Sedan, Golf, Golf GTI, GTI, ID.4, Jetta, Lupo, Nivus, Passat, Pointer, "
        "Polo, Routan, Saveiro, Sharan, SportVan, Taigun, T-Cross, Taos, Teramont, Tera, Tiguan, Touareg, "
        "Transporter, Up, Vento, Virtus, Vocho"
    ),
    "Volvo": "C30, C40, C70, EX30, S40, S60, S80, S90, V40, V50, V60, V90, XC40, XC60, XC70, XC90",
    "Zacua": "M2, M3",
}

# What people say or type instead of the name, beyond what sound and typing slips explain.
NICKNAMES: dict[str, tuple[str, str | None]] = {
    **dict.fromkeys(("alfa",), ("Alfa Romeo", None)),
    **dict.fromkeys(
        ("bimmer", "bimer", "beemer", "beamer", "bemer", "bemeuve", "bemeuves", "bmwu", "be eme", "b m w"),
        ("BMW", None),
    ),
    **dict.fromkeys(("cadi",), ("Cadillac", None)),
    **dict.fromkeys(
        ("chevy", "chevi", "cheby", "chebi", "shevy", "chevys", "chebys", "chevies", "chevro", "chevrole"),
        ("Chevrolet", None),
    ),
    **dict.fromkeys(("craisler", "crayslers", "crisler"), ("Chrysler", None)),
    **dict.fromkeys(("doch", "doge", "dodch", "dodje", "doyge"), ("Dodge", None)),
    **dict.fromkeys(("onda", "jonda"), ("Honda", None)),
    **dict.fromkeys(
        ("hunday", "hyunday", "hiunday", "yundai", "yunday", "jundai", "jiundai", "hiundai", "jyundai"),
        ("Hyundai", None),
    ),
    **dict.fromkeys(("yip", "yeep", "yipeta"), ("Jeep", None)),
    **dict.fromkeys(("kiya", "quia"), ("Kia", None)),
    **dict.fromkeys(("land", "rover"), ("Land Rover", None)),
    **dict.fromkeys(
        ("merc", "merca", "merce", "meche", "mercho", "mercedes", "mercedez", "benz", "mbenz"), ("Mercedes Benz", None)
    ),
    **dict.fromkeys(("mitsu", "mitzu", "mitsubichi"), ("Mitsubishi", None)),
    **dict.fromkeys(("nizan", "nisan"), ("Nissan", None)),
    **dict.fromkeys(("peuyo", "peyot", "peuyot", "peyo", "peugot", "pegot", "pellot", "peujeot"), ("Peugeot", None)),
    **dict.fromkeys(("porche", "porch"), ("Porsche", None)),
    **dict.fromkeys(("reno", "renol", "renolt", "renaul", "reanult"), ("Renault", None)),
    **dict.fromkeys(
        ("vw", "bw", "v w", "volks", "vocs", "wolks", "bolks", "volsbaguen", "wolsvaguen", "bolsvaguen", "folsvagen"),
        ("Volkswagen", None),
    ),
    **dict.fromkeys(("bocho", "vochito", "bochito"), ("Volkswagen", "Vocho")),
    **dict.fromkeys(("kombi",), ("Volkswagen", "Combi")),
    **dict.fromkeys(("escarabajo",), ("Volkswagen", "Beetle")),
    **dict.fromkeys(("tuareg", "toareg", "tuarek", "tuareck"), ("Volkswagen", "Touareg")),
    **dict.fromkeys(("tiwan", "tigwan"), ("Volkswagen", "Tiguan")),
    **dict.fromkeys(("extrail", "ex trail", "equis trail", "xtreil", "extreil"), ("Nissan", "X-Trail")),
    **dict.fromkeys(("kix", "kics", "kiks"), ("Nissan", "Kicks")),
    **dict.fromkeys(("centra",), ("Nissan", "Sentra")),
    **dict.fromkeys(("marsh",), ("Nissan", "March")),
    **dict.fromkeys(("pathfainder", "patfinder"), ("Nissan", "Pathfinder")),
    **dict.fromkeys(("tsurito", "tsurus", "suru", "zuru"), ("Nissan", "Tsuru")),
    **dict.fromkeys(("mazda tres", "mazdatres", "mazdita"), ("Mazda", "Mazda 3")),
    **dict.fromkeys(("mazda dos",), ("Mazda", "Mazda 2")),
    **dict.fromkeys(("serie uno",), ("BMW", "Serie 1")),
    **dict.fromkeys(("serie dos",), ("BMW", "Serie 2")),
    **dict.fromkeys(("serie tres",), ("BMW", "Serie 3")),
    **dict.fromkeys(("serie cinco",), ("BMW", "Serie 5")),
    **dict.fromkeys(("serie siete",), ("BMW", "Serie 7")),
    **dict.fromkeys(("rav cuatro", "rab4", "raf4", "raf 4", "rab 4"), ("Toyota", "RAV4")),
    **dict.fromkeys(("ecosport", "eco esport", "ecoesport"), ("Ford", "EcoSport")),
    **dict.fromkeys(("ce erre uve",), ("Honda", "CR-V")),
    **dict.fromkeys(("odisey", "odisea"), ("Honda", "Odyssey")),
    **dict.fromkeys(("siviq", "sivik"), ("Honda", "Civic")),
    **dict.fromkeys(("evoque", "evoke"), ("Land Rover", "Range Rover Evoque")),
    **dict.fromkeys(("velar",), ("Land Rover", "Range Rover Velar")),
    **dict.fromkeys(("range",), ("Land Rover", "Range Rover")),
    **dict.fromkeys(("jornei", "jurney", "yurni", "yorni"), ("Dodge", "Journey")),
    **dict.fromkeys(("ticros", "ti cross", "te cross"), ("Volkswagen", "T-Cross")),
}

# BMW and Mercedes badges ("320i", "c200") name the series or the class by their first sign.
BMW_BADGES = ("16", "18", "20", "23", "25", "28", "30", "35", "40", "45", "50", "60")
MERCEDES_BADGES = (
    "160",
    "180",
    "200",
    "220",
    "230",
    "250",
    "280",
    "300",
    "320",
    "350",
    "400",
    "43",
    "45",
    "450",
    "500",
    "63",
)

# Names that are also everyday words or figures. These need their make beside them …
NEED_THEIR_MAKE = frozenset(
    "1200 1500 200 2008 2500 300 3500 4000 500 700 718 911 across armada aspen bolt born bravo c5 california "
    "canyon cc commander continental courier ct dart derby e5 eclipse edge element elf es escarabajo escort "
    "excite expert express flex fox gallardo genesis gt gx h2 h3 han huracan i3 i4 i8 idea is j2 j4 j5 j7 j8 "
    "ka king laguna lc legacy levante liberty ls lx manager mark matiz matrix maxima mito model3 models "
    "modelx modely montana morning neon nitro note nx o5 odisea one pacifica partner passport patriot "
    "pickup punto quest rc regal rogue roma rx safari sail scala scenic seal shark sierra song "
    "spin t2 talisman tang tl unik unit uno up ux velar venue verano vibe view "
    "vision volt".split()
)
# … and these a word that asks for a car ("quiero un polo", "precio del gol"), or a year behind them. The first are
# everyday words so common that a text about cars must still point at them ("el polo").
NEED_POINTING = frozenset(
    "206 207 208 3008 301 306 307 308 405 407 408 5008 508 accent beat caribe city colorado combi cordoba "
    "defender escape fiesta fit focus fusion golf hs journey kicks leon lobo m2 march optima panda pilot pointer polo "
    "porche pulse ranger seat smart sonata soul strada supra terrain titan toledo tornado transit tundra".split()
)
NEED_ASKING = NEED_POINTING | frozenset("avanza centra durango gol onda rio santafe vento".split())
ARTICLES = frozenset(
    "un una unos unas el la los las del al de mi algun ningun este esta ese esa otro otra the a any".split()
)
ASKING_BEFORE = frozenset(
    "auto autos busca buscando buscas busco camioneta carro carros coche coches compraria comprar compro costo cotiza "
    "cotizacion cotizame cotizar credito cuanto cuesta cuestan datos detalles enganche financiar financias "
    "financiamiento fotos info informacion interesa interesan interesado kilometraje manda maneja manejan marca "
    "ensename mensualidad mensualidades modelo muestrame muestreme necesito pago precio precios prefiero presupuesto "
    "quiero quisiera sale tendra tendran tendras tenes tiene tienen tienes usado seminuevo vende venden vendes version "
    "sea sean cuantos cuantas excepto salvo quitando tipo have need want price buy".split()
)
# Before a name with its year, these make even an everyday word a car: "tengo un matiz 2014".
ONE = frozenset(("un", "una"))
HAVING = frozenset(
    "tengo traigo tenemos traemos vendo vendemos dejo dejamos doy damos entrego reciben toman aceptan agarran compran "
    "dan dar dejar entregar cambiar vender mi nuestro nuestra es tiene trae manejo por".split()
)
ASKING_BEHIND = frozenset(
    "automatica automatico barata barato cuanto cuesta disponible economica economico estandar hay manejan manejas "
    "ofrecen precio seminuevo tendra tendran tendras tenes tiene tienen tienes usado venden vendes".split()
)
# Words of which one in a text makes "un rio" a car: "un rio con menos de 60 mil km".
CAR_TALK = frozenset(
    "automatica automatico bluetooth carplay cilindros credito enganche estandar financiado kilometraje kilometros km "
    "kms mensualidad mensualidades mide motor seminuevo traccion transmision".split()
)
POINTERS = ARTICLES | ASKING_BEFORE | frozenset(("hay", "gusta", "ver", "algo"))
# A text that has nothing beside these and a name is about the name: "hola, y el rio?".
SMALL_WORDS = ARTICLES | frozenset(
    "a ah buenas buenos dias entonces favor gracias hay hola mejor no o ok okey por porfa pues si tambien tardes y "
    "hi hello please".split()
)
# Words before a name that make it the everyday word: "qué onda", "cómo avanza", "San Juan del Río".
IDIOMS: dict[str, tuple[str, ...]] = {
    "onda": tuple("que q k ke buena mala buen misma otra esa la tu una".split()),
    "avanza": tuple("como si no se ya que me".split()),
    "rio": ("me", "se", "juan del", "pinar del"),
    "land": ("the",),
    "fiesta": ("la", "una", "mi", "de", "en"),
    "escape": ("el", "al", "del", "tubo de", "no hay"),
    "march": ("in", "since", "of", "on"),
    "city": ("the", "la"),
    "beat": ("the", "to"),
    "seat": ("a", "the"),
}
# … and words behind one: "clase a las cinco".
IDIOMS_BEHIND: dict[str, tuple[str, ...]] = {"clasea": ("las", "la", "domicilio", "distancia", "partir")}
