"""Everyday Spanish and English words that would otherwise bend into the name of a car ("venta": Vento)."""

# Found by reading the commonest words of both languages through the resolver; a word that is also an exact name
# ("rio", "gol") is not decided here but by what stands around it (`catalog.market`).
EVERYDAY_WORDS = frozenset(
    """
    a abad abadia abatir abeto ablandar acacia accept acera acordar acorde acordo actitud activa activo acuerdo
    advance aereo afford agendar agrandar agrio ahogo ahorita alabanza alabar alambrada alambrado alambre alameda
    alba aldea alentado alentador alentadora aleta alfombra algebra algo alianza alquimia alta alter alteza altimo
    altitud altiva alumbra alumbrar alumbre amarro ambicion amos anal and anger ano anos any apio aprehender aptitud
    apuntador arana arcada arco are arena argon argue aries ario arlo aroma aron arrendador arreo arrestar arriba
    arribo arrival arroz arto ascender asentado aseo asta astral astro atea atender atentado ateo atlantica
    atlantico atlas atrio atroz audio audios audition audito auditor aura auto automatica automatico autos aval
    avance avanzada avanzado avanzar avanzo ave avenge aventar aves aviador aviar avio away azteca azul b back bahia
    bail bait ball ballenero balls bananera bank bano barata baratas barato baratos barra barreno basic bato battle
    beato bendicion bendito benito bent berta bertha berto bible bicho bid bienestar bite bits bizarra blanco blas
    boba bobo boca boda boga bola bollo bolo bolso bombo bono books borda bore borla boro borra borrar borro bota
    bother boto bottle boxear boxeo boxes boya bribe brick brinco bronca bronce buck buena buenas bueno bulbo bull
    bully burra buys c cabalgar caber cacharro cachete cada cadaver cadena cadete caiman calavera caldero calentador
    calibrar calibre calidez call called callejera callejero calling camara camaron camilla camioneta camionetas can
    cana candy canibal canilla cano canso cantina canto caotica capaz capi capilla captar captura capturar capture
    captured caqui car caracter caray cardiac cardiaca cardiaco cardinal career carente careta cargar cargo cari
    caridad caries carmin carnal carnaval carne caro caros carpiano carreta carrete carries carro carrona carros
    carroza carry cars cartilla cases casi casilla catarro cauce cause cautiva cautivo cebolla celebro celibe cells
    cemento cena censura centavos centrada centrado central centrar centrico centro century cercana cercanas cereza
    cerezo cerilla cerrado certera certeza cerveza challenge chamber champan change changed changes changing chapter
    charge charged charges charlar chatter cherry chew chewing chicks chido chopper ciega cien cieno ciento
    cierra cierre ciguena
    cintura circus cities civica civico civil clac clan clase clasica class classes classic classical clay clerigo
    clero clever click clicks cliente clientes cliff clip clorato closer closes coba cobra cobrado cobrar coca cocer
    coche coches coda coger cohete coja cola colado colar colcha colegio colera colgado colgar colilla college
    colmado color colorada colored colores colorido coma comba combat combate combo comento comer comes comoda
    comodo comodos company compare compas compete comporta comporte compra comprado comprando comprar comprarlo
    compras compro con conac concha condition confort confortable conga cono contado convite cooler copa cope copete
    copper cora coral coraza corbata corbeta cordial corea cornea corneta corona coronado coronar coronilla corpus
    corra corral correa correcto correctos corregir correr corrida corriente corsario corse corso corta cortar corte
    corva cosa coser costar costura cota cotilla cotiza cotizame cotizar cotorra countries course cover crater crea
    credito creditos crema cresta creyente cries crio cruce cruise cruz cruza cual cuales cuando cuanta cuanto
    cuantos cuna cura curse d dancing danina danino dardo darling dating daughter de dealing defend defense defensor
    del delfin depender deporte deportivo derrama derramar descender desire detener dias didi dining discover
    discovered discovery division do doing dolorido donde drawing ducado durando durante durazno during dying e ease
    echado economica economico economicos edicion egoista el emision en encaje encinta enganche enganches enjoy
    enlace entra entrada entradas entras entre entro enviada envidia envio envy equinoccio equipo erase errado
    escala escalada escalado escalador escalar escaldado escalfado escapada escapar escaped escapo escasez escision
    esclava esclavo esconder escudero esfinge esfinter espantar espejo espejos espesa espeso espesor esposo esta
    estaca estadia estafa estafar estallar estan estandar estas estatal estatua este estepa estera estilo estilos
    estira estirar estos estrato estrecho estreno europa european evasion exceso exclusiva exclusivo exclusivos
    execution expand expandir expedicion experto explode explorar explore explotar exponer exportar exposicion
    expresa expresar expresion expresivo expreso expression expuesto expulso extender extinguir extintor extremo
    face faith familia familiar fase favor fears feet fence fiado fian fiar fifth fight fijo fila filas filo
    finlandes fino firing fision fist flat florecer fogon fold follon fomentar fomento fond food for forastera
    forastero force forense forest forestal forever forjar fork form formar former foro forro fort forth fortuna
    fortune forty forzar foster foto frase frio frios frita fritura front frontera frotar frote frustrar fuente
    funcion g galan galante ganadera garantia gema generous genetic gesta gets gladiador glande glass glove goles
    golpe gols gracias grand grande grandeza grandiosa grandioso grandma grandpa granizo grasienta gratis grave
    greatly gris grounds grow grown grows growth gusta gustan haba habar haber habil habitar habito habla hablador
    hammer handy harina harto hasta hatch hatchback hates hato hats have head heads helado heroes hola hondo honesto
    honor honra horda horror hours humero humor humus hurts i icono imprecisa imprenta impresa impreso impresor
    impresora impress impressed impuesta impureza incision infinite infinito inhibicion insegura inside insist
    instar insult integral integrar integro intensa intenta interes intereses interna invasion irlandes irlandesa
    iron is islandes j jaque jefa jeque jerez jet jetas joke jota k kavak keeps kick kids kilito kills kilo
    kilometraje kilometros kilos kiss l la lactosa ladilla lance lancero lanzar las laser le lead leak leal lean
    leap liberado limite limites linea lineas lirica lirico lirio llave lo loan looking los low lujo lujoso luto m
    macana magnate magneto magnitud mananera manda mande manguito mani manita manito manjar manual many mar marca
    marcas marcha marchar marchas marco marear mark marrano marry masa mata match materia maza me medicion
    mensualidad mensualidades mercurio mercy meritorio merry mi mica mileage mili mina mind mine minero mira mirra
    mitra mixta modelo modelos mojado mojar mommy mondo monedero monja monster monsters montado montar monte monthly
    monto montura mortero mostro motero mother mothers move movie movil much mundano n nada nadie navegador need
    negro nel nerves neta nicho nido nino nise nisi nissi no noches nop not nuevo nuevos o ofender office officer
    ofrecer oida ondas onde onza opera operation optar optimo orale ostra otra ours outer over p padre pagare pagina
    paisaje pajarera palacio paladio palco palido palillo paliza palmera palmo palo pana panacea panadera panaderia
    panadero panama panameno pantera panza para parche parda parque parte pasa pasajera pasante pasar pasear passage
    passenger passengers past pasta patin patina patinador patinar patio patita payment peor percha perdicion
    peticion phase photo photos phrase piano picado picante picaro pickup pinche pinto plain plana planning
    plantilla planto plastica plata platano platea platica platicar platillo platino playing plazo plazos plus pobre
    poder podre podria podrian poem poet poetica pointed poker polio pollo ponche poncho poner poor poquer por porfa
    porfavor porque porta porte position poste potaje pour power precio precios prestar prima primer primera primero
    primo printed prole prometer prospera prospero prove puede pueden puedo pulso purse puzzle q quarter que
    quehacer querella quick quid quien quieta quisiera quizas r race raise raised raiz renal rendicion renegada
    renegado renegar restar result revender reverse revision rica ricas rice rico ricos rida ride rides rios
    riquisimo rise rojo ruta s sabana saber sabido sabio saca sack sacra salad salada salado salario sale salero
    sally sargento satira satiro save saving saw says scale scare scaring scary scenes se sean searching seas secuaz
    secuela sedacion sedan sedicion sedosa seeds seeing seeking seems sees seguir seguro seis seize selecto selenio
    selling sells seminuevo seminuevos sena sendero sending senora senoria sensei senses sentada sentar sentido
    sentrar sequia sereno seria serial serie serio serious serrado serrano serrin serve served serves service
    services serving setting severo shared shares sharing shark shell shift si sian siega sien sighs simon sin
    sincero singer sins sip sirena sits skies sobbing sobrina sobrino socorrer solapa solar solaz solo solsticio
    sondeo soneto sonoro sooner soportable sources spare species spider spies sporty spray spread spring stab stare
    staring stars start starts starve states statue status sting storage stories story strain stranger stray streets
    stress strikes string stronger su suburbana suburbano suburbio suceso sufra sunshine supremo suv sweet swing t
    tabaco tabasco tacano take taken takes talco tale talent tallado talle taller tamano tapado tape tara tardes
    tardio tardo tarea tarro tartaro tate tax te teacher tear teca tecla teja tela tema tengan tenia tenian tentador
    terca terco term termal termas terraza terreno territorial territorio tersa teta the theater there theta
    thousand threat tiara tide tierra tigre tila timida tina tipa tira tirado tirano tita tiza tocar toda toldo topa
    topar torax torero tormenta tormento torna torneo torno torre torrente toss touch trabajo trabar trace traced
    traces track tracked tracks tracto tractor trade traded tradition trae traen traer traffic trafico tragar tragic
    trago traiga trailer traje trama tramar tramo trans transformar transformed transpirar transport transportador
    transportar transporte trap trapo trapped traquea tras trasera trasero trasporte tratar trato travel travels
    traves trazar trazo treat trena tribe tribuna trick tricked tricks tries truck trucks truco tu tunda turco u
    uber ultima ultimas ultimo ultimos una unas under uno unos upper urban urbana urbano usado usados utter v vagon
    vain vale vano vara varonil vena venda vendo vengador venia venosa venta ventaja ventana ventanilla ventosa
    ventoso ver vera veras veraz verde verga verja verla verlo versado verse version versiones verso versus verte
    vete veto vid viento village villano vilo vino vira virtud virus visto vivo voraz vosa voto w wagon wait walk
    walks wall walls want ways weed week went whack while whistle white whoa whore with word wore work worm worn
    worries worry worth x y ya yacer yards yate years you z zafiro zone zopenco zurra
    """.split()
)
