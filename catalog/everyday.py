"""Everyday Spanish and English words that would otherwise bend into the name of a car ("venta": Vento)."""

# Found by reading the commonest words of both languages through the resolver; a word that is also an exact name
# ("rio", "gol") is not decided here but by what stands around it (`catalog.market`).
EVERYDAY_WORDS = frozenset(
    """
    a abad abadia abatir abbey abel abeto ablandar abro absent ac acacia acarrea accept account accuracy accurate
    acentos acentua acera acordar acorde acordo acquire actitud actitudes activa activo actuara acuda acuerda
    acuerdo acuna acusa advance adversa aereo afford ag agendar agrandar agrio ahi ahogo ahondar ahorita akira al
    alabanza alabar alambrada alambrado alambre alameda alba albania alcanza aldea alentado alentador alentadora
    aleta alfombra algebra algo alianza alla alpha alquila alquimia alta alter alteza altimo altisima altitud
    altitude altiva alumbra alumbrar alumbre amarro ambicion amos anadia anal anchura and anda ande andy anger
    annually ano anos antenna any apio aprehender aptitud aptitudes apuntador aqua aquello aqui arana arcada arch
    arco are arena argon argue ariana aries ario arlo aroma aron arranca arrecho arrendador arreo arrestar arriba
    arribo arrival arroz arto asaltos ascender asentado asentados aseo asi asta astral astro ataca atea atender
    atentado atentados ateo aterra atiende atlantica atlantico atlantis atlas atrio atroz attacks attitudes audio
    audios audit audition audito auditor aura austera
    austeras austero austeros auto automatica automatico autos aval avance avances avanzaba avanzada
    avanzado avanzan avanzar avanzo ave avenge avengers aventar aver aves aviador avianca aviar avio avisa away
    azteca aztecas azul b back bahia bail bait balanza ball ballenero balls bananera bank bano barata baratas barato
    baratos barra barreno barrios basic bastara bat batalla bato battle bea beach beam bean bear beast beato beats
    beckett beckham belleza belt bendicion bendito beneath benito bennett bent berna bert berta bertha berto besa
    best bet beta beto bible bicho bid bienestar bitacora bite bits bizarra bizarre bizarro blanco blas boat boba
    bobo boca boda boga bola boletos bollo bolo bolso bomb bombo bonito bono books borda bore borla boro borra
    borrar borro borrosa bota bother boto boton bottle bow boxear boxeo boxer boxes boya bracket breath breathe
    bribe brick brinco bronca bronce broncos bronx btw buck buddy buena buenas bueno bulbo bulk bull bulls bully
    burra buys c cabalgar cabanas caber cacharro cachete cada cadaver cadena cadete cago caia caian caigan caigo
    caiman calavera caldero calentador calibrar calibre calidez call called callejera callejero calling camacho
    camara camargo camaron camilla camioneta camionetas can cana candy canibal canilla cano canso cantaba cantina
    canto caotica capaz cape capi capilla captar caption captive captura capturan capturar capturas capture captured
    captures capturo caqui car caracter caray cardiac cardiaca cardiaco cardinal career careers carente careta
    cargar cargo cari caridad caries carmin carnal carnaval carne caro caros carpiano carranza carreta carrete
    carries carrizo carro carrona carros carroza carry cars cartilla cases casi casilla castiga castilla catarro
    cauce cause cautious cautiva cautivo cebolla ceguera celebrado celebro celibe cells celos celosos celtas cemento
    cena censura cent centavos centers centrada centrado central centran centrar centre centres centrica centrico
    centro centros century cerati cercana cercanas cereza cerezo cerilla ceros cerrado cerrara cerros certera
    certeza cerveza challenge challenged challenges chaman chamber champan change changed changes changing chango
    chapter charge charged charges charlar charter chatarra chatter chaval cheat cheeks chelines cheques cherry
    chester chevron chew chewing chicks chido chillan chopped chopper christie christine chronic cia ciega cien
    cieno ciento cientos cierra cierre ciertos ciguena cintura circus cit cita cite cities cito civica civicas
    civico civicos civil clac clan clanes clase clases clasica class classes classic classical classy claves clay
    clerigo clero clever click clicks cliente clientes cliff clip clorato closer closes cluster coba cobra cobrado
    cobrar coca cocer coche cochera coches coda codices cogemos coger cohete coja cojer cola colado colar colcha colchon
    colegas colegio colegios colera colgado colgar colilla college colmado colocado colonos color colorada colorados
    colored colores colorido colours coma comas comba combat combate combo comemos comento comer comes cometas
    comicas comidas comillas commons como comoda comodas comodo comodos compa compact company compara compare
    compares comparo comparsa comparsas compas compases compete complace comporta comporte compra comprado compran
    comprando comprar comprarlo compras compres compro compuso comunas con cona conac concha conchas condition
    conejos confort confortable conga congo cono conocer conos conquer contado convite cooler cooperar copa copas
    cope copete copper cora coral coraza corbata corbeta cord cordial corea cornea cornell corneta corona coronado
    coronar coronas coronilla corpus corra corral correa correas correcto correctos corregir corremos correos correr
    correra corrida corriente corsario corse corso corta cortar corte corva cosa coser costar costura cota cotilla
    cotiza cotizame cotizar cotorra cotton counter countries course courtney cover covid cracked crater crea credito
    creditos creed crema cresta creyente cria cries crio criolla cruce cruise cruz cruza cual cuales cuando cuanta
    cuanto cuantos cubra cultiva cumplas cuna cura curse cynthia cyprus cyrus d da dan dancing danina danino dar
    dardo daring darling das dating daughter de dealing death debiles deep default defend defended defendera
    defenders defense defensor del delfin delitos denegada denegado depender deporte deportivo derrama derramar
    descender desde desire detener devices dia dias didi diestra dining discover discovered discoveries discovering
    discovery diversa divisa divisas division do doc dodgers doing dolorido dolphins donde dossier doy drawing
    ducado dudando durando durante durazno during dying e ease eat echado economica economico economicos edicion
    edition efforts egoista el emision en encaje encinta enclaves enganche enganches enjoy enlace entra entrada
    entradas entras entre entro enviada envidia envio envy equino equinoccio equinos equipo equipos equivoca
    equivocas equivoco equivoque era erase errado es esa escala escalada escalado escalador escalar escaldado
    escalfado escaneo escaner escapa escapada escapan escapar escaped escapo escasez escision esclava esclavo
    escoger esconder escucha escuche escudero escupe ese esfinge esfinter eso espacio espantar esparta esparza
    espejo espejos espesa espeso espesor esposo esqueletos esta estaca estadia estafa estafar estallar estan
    estandar estara estaran estaras estaria estarian estarias estas estatal estatua estatus este estella estepa
    estera esteril estilo estilos estira estirar esto estonia estos estrato estratos estrecha estrecho estrella
    estrello estrena estreno estrias europa european evasion evento eventos evitara evitaria exceso exclusiva
    exclusivo exclusivos execution expand expande expanded expandir expedicion experto expertos explode explorar
    explore explored explotar exponer exporta exportado exportar exposicion expres expresa expresar exprese
    expresion expresivo expreso expression expuesto expulso extender extinguir extintor extract extraen extraer
    extraido extrane extrano extrema extreme extremo face factura faith familia familiar farther fase fat favor
    fears feat feet fence fia fiado fian fiar fiestas fifth fig fight figuran fijo fila filas filo finally finlandes
    fino fio firing fision fist fito flat florecer fogon fold follon fomentar fomento fond fonda food for forastera
    forastero force forehead forense forest forestal forever forge forjar fork form formar forme former foro forra
    forrado forro forth fortress fortuna fortune forty forzar foster foto fotos frase freelance frio frios frita
    fritas fritura front frontera frotar frote frustrar fue fuente funcion further g galan galante ganadera garantia
    geek gema gemma generous genetic gesta gets gladiador glande glass globe glove gm goles golpe gols gracias grand
    grande grandes grandeza grandiosa grandioso grandma grandpa granizo grasienta gratis gratitude grave greatly
    gris grounds grove grow grown grows growth guerras guitarra guitarras gusta gustan haba habana habar haber
    haberla haberse habil habitada habitar habito habla hablador hablo hackear hackeo hackers hammer handy hardy
    harina harris harto hasta hatch hatchback hates hato hats have haven hawaii hay hazanas head heads heat helado
    heroes hibrida highland hillary hipster hola holanda hondo honesta honesto honor honra honrada horda horrenda
    horror hours huertos humea humero humor humour humus hurts i ia icon icono ig imprecisa imprenta impresa impresas
    impreso impresor impresora impress impressed impuesta impureza incision infinita infinitas infinite infinito
    infinitos inhibicion inician iniesta insanity insegura inside insights insist instar insult integral integran
    integrar integro intensa intenta interes intereses interna invasion invento inversa iquique ir irlandes
    irlandesa iron is islandes j ja jack jam jan jaque jar jaw jay jefa jeque jerez jet jetas jets jill jimmy joke
    jota journal julia julieta july k kai kang kavak keep keeper keeps kg ki kick kid kids kike kiko kilito kills
    kilo kilometraje kilometros kilos kim kiss kit kits kitty l la lactosa ladilla lance lancero lanzar las laser
    lastima latitud latitudes le lead leak leal lean leap leen lemon len lennon lento leo leona les lesson lessons
    lg liberado lily limite limites linea lineas lion lirica lirico lirio llanura llave llorona lo loan lodge
    looking lord los low lujo lujoso luto lyon m ma mac macana mach magda magnate magneto magnitud maldita malditas
    maldito mananera manda mande manguito mani manita manito manjar manny manteca manual many mar mara maranon marc
    marca marcas marcha marchan marchar marchas marche marched marcho marco mare marear mari mariano mariscos mark
    marrano marry mars marshal marshall mart maru mary mas masa masacres mascota massa mata matanza match materia
    maza mb mc md me meat medicion medrano mensualidad mensualidades mentira mercadeo mercader mercados merced
    mercurio mercy mereces merida meritorio merry meta mezquita mi mia mica midi mileage mili mimi min mina mind
    mine minero ming minh mins mint mira mirame mirando mirate mirra mitchell mitra mixta mk mm mo mob moda modelo
    modelos modi moi mojado mojar molly mommy monde mondo monedero monja monster monsters montado montar monte
    monthly monto montoro montura moody mori mortero mostro motero mother mothers mourinho move movia movie movil
    movio mp mr ms mt mu much muchacho mucho mundano muni muralla murillo muy mw mx my n nac nada nadie nariz naval
    navegador navigation neat need negro nel nerves neta ni nicho nido nino nise nisi nisman nissi niza no noches
    nominee nop norte nos not novi nuevo nuevos o obvious ocurra ocurran ocurria ofender office officer offices
    ofrecer oia oida omg ondas onde onza opera operation optar optimo orale ostra otra otras otro otros ours outer
    oval over p pa pac padre pagare pagina painter paisaje pajarera pal palacio paladio palco palido palillo palito
    palitos paliza palmera palmo palo pana panacea panadera panaderia panadero panama panamena panameno pantera
    panza paolo para parche parda pario paris park parque parte pasa pasajera pasan pasante pasar pasarte pasas
    pasaste pasean pasear pasillo passage passenger passengers passion past pasta patin patina patinador patinar
    patio patita paulino payment pelo penetra peor percha perdicion pero persa peticion petition phase photo photos
    phrase piano picado picando picante picaro picks pickup pics pinche pinto pizarra plain plana planning plantilla
    planto plastica plata platano platea platica platicar platillo platino playing plazo plazos pls plus pobre poco
    poder podre podria podrian poem poet poetica pointed poker pol pola pole poli polio poll pollo polos polvo pomo
    ponche poncho poner pool pools poor poquer por porfa porfavor porque porro porta porte position poso poste
    potaje pour power pozo precio precios prestar prima primer primera primero primo printed printer probaste prole
    prometer prospera prospero prove ps psychic puede pueden puedo pues pulso purse puzzle q quarter que queens
    quehacer querella querras querria quick quicker quickly quid quien quiere quieren quieta quilla quique quiroga
    quisiera quita quitaba quitara quitaria quite quiz quiza quizas r race raise raised raiz relatos relegado renal
    rendicion renegada renegado renegar reportaje rescate restar result reta revender reversa reverse reviews
    revision ria rica ricas rice richter rico ricos rida ride rides rios riquisimo rise robledo rojo rompas ronda
    ruta rutas s sabana sabanas sabe saber sabido sabina sabio saca sack sacra sakura salad salada salado salario
    sale salero salio sally saltos sanders sandro sargento sat satira satiro saudi saudita save saving saw says
    scale scare scaring scary scenes scent schemes scooter scope scroll se sea sean searching seas seats seattle
    sectors secuaz secuela sedacion sedan sedicion sedosa seeds seeing seeking seeks seems sees seguir seguira
    seguro seis seize selecto selenio selling sellos sells seminuevo seminuevos sena sendero sending senna senora
    senoras senoria sensei senses sent sentaba sentada sentar sentia sentian sentido sentira sentiran sentiras
    sentiria sento sentrar sept sequia ser sereno seria serial serie serio serious serrado serrano serrat serrin
    serve served serves service services serving set setting severo sg shakira shanghai shared shares sharing shark
    sharon shell shelves shift shirley shitty shooter shortage shorter si sian siega sien sienta siesta sighs simon
    sin sincero singer sins sip sirena siri sisi sita site sitio sito sits sitting situ skate skies skype slots
    snapped sobbing sobre sobrina sobrino socorrer solana solapa solar solari solaz soleado solemos solo solsticio
    son sonaba sonara sonda sondeo soneto sonia sonny sonoro sony sooner soportable soros sources spare species
    spider spies sporty spray spread spring squeeze stab stare staring stark stars start starts starve stat states
    statue status sting storage stories story straight strain strains stranger strauss stray streets stress stretch
    striker strikes string stronger su suburb suburbana suburbano suburbio suburbs suceso sueldos sueltas sueltes
    sueltos suena sufra sul summer sunday sunshine supremo susurro suv swat sweat sweet swing syrup t tabaco tabasco
    tac tacano taiwan take taken takes tal talco tale talent tallado talle taller tamano tambien tan tapado tape
    tara tarado tardes tardio tardo tarea tarro tartaro tate tax te teacher tear teca tecla teja tela tema tendra
    tengan tenia tenian tentador terca terco term termal termas terra terraza terreno territorial territories
    territorio territorios tersa teta thatcher the theater there theresa theta thousand threads threat threats
    thriller tia tiara tics tide tierra tigre tijuana tila timida tina tiny tipa tira tirado tirano tiros tita tiza
    tmb tocar toda todas todo todos toldo topa topar torax torero tormenta tormento torna torneo torno toros torpedo
    torre torrente toss touch tra trabajo trabar trace traced traces track tracked tracks tract tracto tractor trad
    trade traded trader traders tradition trae traen traer traes traffic trafico tragar tragic trago traiga trailer
    trainer traje trama tramar tramo tranqui trans transformar transformed transpirar transport transporta
    transportador transportan transportar transporte transported transportes trap trapo trapped traps traquea tras
    trasera trasero trasporte tratar trato travel travels traves tray trazar trazo treat trena trend trent tribe
    tribuna trick tricked tricks tries trompas truck trucks truco tu tunda turco u uber udi ultima ultimas ultimo
    ultimos un una unas under uno unos upper urban urbana urbano usado usados user usually utter v va vagon vain
    vais vale valen valero valio vamos van vanessa vano vara various varonil ve vean veas ven vena venda vendo
    vengador vengo venia venosa vent venta ventaja ventana ventanilla vente ventosa ventoso ventura veo ver vera
    veras veraz verde verga veria verja verla verlo versado verse version versiones verso versus verte vest veta
    vete veto via viajara vid viendo viento vientos village villano vilo vino viole vira virrey virtud virtue virus visa
    visitara visto vitoria vivo vizcarra volco volo volvi volvio vomito voraz vosa votara votaran votaria voto voy
    voyage vs w wagon wait walk walks wall walls want ways weak wealth wealthy wear weather weed week weeks went
    west whack wheat whereas while whistle white whoa whore with withdraw word wore work worm worn worries worry
    worth wrath wyatt x xq y ya yace yacer yankees yanquis yards yate years you z zafiro zafra zavala zeta zone
    zopenco zorrilla zorros zurra
    """.split()
)
