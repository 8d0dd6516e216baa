"""Topics of a car seller's knowledge, as data: the words customers use, and the words that pages use."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """A topic: folded triggers (`*` ends a prefix, several words are a phrase), and what pages say instead."""

    name: str
    triggers: tuple[str, ...]
    pages_say: tuple[str, ...]


def _topic(name: str, triggers: str, pages_say: str) -> Topic:
    return Topic(name, tuple(part.strip() for part in triggers.split(",")), tuple(pages_say.split()))


SITE = "site"
HOURS = "hours"

TOPICS = (
    _topic(
        SITE,
        "where, located, location, address, branch*, sucursal*, sede, sedes, agencia*, tienda*, direccion*, "
        "ubicacion*, ubicad*, ubican, donde, dond, dnd, onde, local, locales, lugar*, lote*, showroom, centro de, "
        "oficina*, encuentro, visitar*, cerca, aca, por aqui",
        "sede sucursal centros ubicacion",
    ),
    _topic(
        HOURS,
        "hours, opening, open, close, closing, horario*, hora, horas, abren, abre, abierto*, abiertos, cierran, "
        "cierra, cierre, atienden, domingo*, sabado*",
        "horario lunes sabado domingo abren",
    ),
    _topic(
        "warranty",
        "warranty, guarantee, garantia*, descompon*, descompus*, falla*, defecto*, se jode, me lo arreglan, "
        "arregl*, repar*, cobertura",
        "garantia cubre",
    ),
    _topic(
        "warranty_extension",
        "ampliar, amplia*, extender*, extension, extendida, extra de garantia, mas tiempo de garantia, kavak total",
        "garantia extendida extender ampliar adicional",
    ),
    _topic(
        "trial",
        "return*, refund*, devolv*, devolucion*, devuelv*, regres*, regreso, arrepent*, arrepient*, reembols*, "
        "no me gusta, no me convence, no me late, me sale malo, periodo de prueba, dias de prueba, prueba de dias, "
        "cambiarlo",
        "devolucion devolver prueba dias reembolso convence",
    ),
    _topic(
        "inspection",
        "inspeccion*, revis*, checan, chequ*, checa, chocad*, madread*, golpead*, certific*, confiable*, "
        "confianza, buen estado, calidad",
        "inspeccion revision evaluacion certificados puntos",
    ),
    _topic(
        "credit",
        "loan, installments, monthly, credito*, financ*, prestamo*, prestan, presta, a meses, mensualidad*, "
        "mensual*, pagos fijos, pagar a plazos, plan de pago*, planes de pago*",
        "credito financiamiento plan pago meses",
    ),
    _topic(
        "process",
        "como funciona, pasos, proceso, procedimiento, como le hago para, que sigue",
        "funciona pasos proceso",
    ),
    _topic("term", "plazo*, plaso*, a cuantos anos, a cuantos meses, cuantas mensualidades", "plazos meses anos"),
    _topic("rate", "interes*, tasa*, taza, anualidad", "tasa interes anual"),
    _topic(
        "down_payment",
        "enganche*, entrada, pago inicial, anticipo*, porcentaje inicial, de inicio, primer pago",
        "enganche anticipo pago inicial",
    ),
    _topic(
        "documents",
        "paperwork, papel*, document*, requisito*, ocupo llevar, que ocupo, que necesito, que piden, que me piden, "
        "comprobante*, nomina, identificacion, ine, que llevo, tramite*",
        "documentos documentacion requisitos papeles",
    ),
    _topic("credit_history", "buro, historial, debo, deudas, mal credito, boletinad*", "historial crediticio buro"),
    _topic(
        "prepayment",
        "adelant*, liquidar, antes de tiempo, pagar antes, terminar de pagar, abono*, a capital, prepag*",
        "anticipados adelantar liquidar penalizacion capital",
    ),
    _topic(
        "sell",
        "vender*, vendo, vendan, venderles, les vendo, me compran, me lo compran, compran, cuanto me dan, oferta, "
        "cotizar mi, valua*, avaluo",
        "vende vender compramos oferta cotiza",
    ),
    _topic(
        "trade_in",
        "trade in, trade my, a cuenta, a cambio, como parte del pago, parte de pago, como enganche, dejar mi, "
        "dar mi, doy mi, toman mi, reciben mi, recibir mi, mi auto usado, mi coche viejo, intercambi*, cambio mi, "
        "medio de pago, cambiar mi, aceptan cambio*, aceptan autos, reciben autos, toman autos",
        "cuenta cambio vehiculo como medio de pago anticipo enganche",
    ),
    _topic(
        "paperwork",
        "placas, cambio de dueno, cambio de propietario, tenencia*, multas, adeudo*, verificacion, factura, "
        "tarjeta de circulacion",
        "tramites propietario placas adeudos factura",
    ),
    _topic(
        "delivery",
        "entreg*, envi*, mandan, mandar, llevan, traer, traen a, traen hasta, domicilio, a mi casa, hasta mi casa, "
        "me lo llevan, agenda la entrega",
        "entrega domicilio enviamos envio puerta casa",
    ),
    _topic(
        "test_drive",
        "test drive, probar*, manejarlo, lo puedo manejar, puedo manejar, prueba de manejo, calarlo, dar una vuelta",
        "prueba manejo agendar",
    ),
    _topic("reserve", "apart*, reserv*, guarden, guardan, no lo vendan, separar*", "aparta reserva reservas"),
    _topic(
        "payment_methods",
        "metodo* de pago, forma* de pago, efectivo, tarjeta*, transferencia*, spei, cheque*, contado, oxxo, paypal",
        "formas metodos pago aceptamos transferencia tarjeta efectivo",
    ),
    _topic("insurance", "seguro, seguros, asegur*, poliza*, cobertura amplia, aseguradora*", "seguro poliza cobertura"),
    _topic(
        "maintenance",
        "mantenimiento*, servicio mayor, servicios, aceite, afinacion*, taller*, verificado",
        "mantenimiento servicio aceite",
    ),
    _topic(
        "company",
        "quienes son, quien son, que hacen, a que se dedican, empresa, que es kavak, unicornio, que tan confiable, "
        "fund*, llevan en el mercado, historia de",
        "somos empresa plataforma mexicana compra venta",
    ),
    _topic("app", "app, aplicacion*, celular", "aplicacion app"),
    _topic(
        "online",
        "en linea, por internet, online, digital*, sin salir, videollamad*, video llamada, tengo que ir, hay que ir, "
        "presencial*, en persona",
        "digital linea casa",
    ),
    _topic(
        "buying",
        "como comprar, como compro, como le compro, como se compra, comprarles, proceso de compra, para comprar un",
        "seleccione clic catalogo linea cita pasos",
    ),
    _topic(
        "benefits",
        "propuesta de valor, propuesta valor, por que kavak, porque kavak, por que elegir, porque elegir, "
        "por que comprar, porque comprar, que ofrece, que ofrecen, beneficio*, ventaja*",
        "beneficios ventajas",
    ),
)

# Words that carry grammar, courtesy or the whole trade: they say nothing about which passage answers.
STOP_WORDS = frozenset(
    """
    a ahi ahora al algo algun alguna algunas algunos alla alli and andan ando ante antes are asi at aun aunque auto
    automovil automoviles autos bien buen buena buenas bueno buenos cada camioneta can car carro carros cars casi
    chance chidos coche coches como compra comprar compras compro con cosa cosas cual cuales cualquier cuando cuanta
    cuantas cuanto cuantos cuarto cuentan dale dame dan dar darme das de decir del desde despues di dia dias dice
    digan diganme digo dime dio dnd do does dos duda e eh el ella ellos en entonces entre era eran es esa esas ese
    eso esos esta estaba estamos estan estar estas este esto estos estoy favor for fue fuerzas gente gracias gusta
    gustan gustaria ha hace hacen hacer hacia hagan hago han hasta have hay hello hi hola how i igual in info
    informacion ir is it jaja k kavak ke kiero kisiera kiubo la las le les llego lo los luego manejan mas me menos
    mexico mi miro mis misma mismo modo momento mucho muy my nada nave naves necesita necesito neta ni no noche nos
    nosotros o ocupo of ofrece ofrecen oiga onda otra otras otro otros oye pa padre pal para parte pero please plis
    pls poco poder podria podrian por porfa porfavor porfis porque pq primero puede pueden puedo pues q que queda
    quedan quien quiera quiere quieren quiero quisiera rollo sabe saben saber sacar sacarlo se sea segun segundo
    seminuevo seminuevos ser si sido sin sobre solo son soy stan su sus ta tal tambien tampoco tan tanto tarde te
    tener tengo tercero thanks the there ti tiene tienen tienes to toda todas todo todos trae traen tu tus u ultimo
    un una unas uno unos usado usados usted ustedes va vale van vea vehiculo vehiculos veo ver verdad ves vez voy we
    what which x xfa y ya yo you your
    """.split()
)
