"""What is said around figures: openings, closings, honest denials; and, by kind, sentences that nobody may send."""

from random import Random

OPENINGS = (
    *(
        "¡Claro!",
        "Con gusto 😊",
        "¡Hola! 👋",
        "Perfecto, aquí tienes.",
        "¡Excelente elección!",
        "Va, te cuento:",
        "Listo.",
    ),
    *("¡Por supuesto!", "Mira:", "Muy buena pregunta.", "Gracias por esperar.", "¡Qué tal!", "Claro que sí, aquí va:"),
)
CLOSINGS = (
    *(
        "¿Cuál te gustó más?",
        "¿Te gustaría ver más opciones?",
        "¿Cuánto darías de enganche?",
        "¿Te calculo la mensualidad?",
    ),
    *("Quedo al pendiente 🙌", "Cualquier duda me dices.", "¿Quieres que te comunique con una persona del equipo?"),
    *("¿Prefieres que te muestre autos más económicos?", "¿A cuántos años te gustaría pagarlo?", "Tú dime 😉"),
    *("Si quieres te doy más detalles de alguno.", "¿Buscas automático o estándar?", "Avísame y seguimos."),
)
DENIALS = (
    *("No tengo registrado el color.", "No manejo descuentos por este medio.", "Yo no puedo apartarlo desde aquí."),
    *("La cotización es informativa y está sujeta a aprobación de crédito.", "No te puedo garantizar la aprobación."),
    *(
        "El dato de la transmisión no lo tengo registrado.",
        "No sé si trae quemacocos.",
        "No tengo el dato de la garantía.",
    ),
    *("Un asesor tendría que confirmarte la fecha de entrega.", "No podría asegurarte que siga disponible mañana."),
    *(
        "No tengo un número de teléfono para compartirte.",
        "Los precios no son negociables.",
        "Eso no lo tengo registrado.",
    ),
)
ENGLISH_OPENINGS = ("Sure!", "Of course!", "Here is what I found.", "Great choice!", "Hi there!")
ENGLISH_CLOSINGS = (
    *("Which one do you like best?", "How much would you put down?", "Let me know if you want more details."),
    *("Would you like to talk to a person?", "Do you prefer automatic or manual?"),
)

# {car} a car that is spoken of, {price} an amount below its price, {customer} an amount the customer named.
FORBIDDEN: dict[str, tuple[str, ...]] = {
    "discount": (
        *(
            "Te puedo hacer un descuento de {off} si lo compras hoy.",
            "Tiene 10% de descuento.",
            "Te lo dejo en {price}.",
        ),
        *("Para ti, {price}.", "Te lo puedo bajar a {price}.", "Puedo mejorarte el precio.", "Te hago una rebaja."),
        *("Podemos negociar el precio.", "Te bonificamos {off}.", "Hay una promoción de {off} menos este mes."),
        *(
            "Si pagas de contado te quito {off}.",
            "Lo puedes llevar por {price} nada más.",
            "I can give you a {off} discount.",
        ),
        *(
            "I can lower the price to {price}.",
            "Te respeto un precio especial.",
            "Te ofrezco un mejor precio si decides hoy.",
        ),
        *("Te regalo el primer servicio.", "Incluye la tenencia pagada.", "Va con tanque lleno y placas incluidas."),
    ),
    "approval": (
        *("Tu crédito ya está aprobado.", "Con esos datos seguro te aprueban.", "La aprobación es inmediata."),
        *(
            "Tu crédito queda pre-autorizado.",
            "Ya pasaste el filtro de crédito.",
            "Eres candidato y el crédito es un hecho.",
        ),
        *("No importa tu buró, te damos el crédito.", "Tienes el financiamiento asegurado.", "Your loan is approved."),
        *("Te damos el crédito sin problema.", "Calificas para el crédito.", "You are pre-approved."),
        *("Aprobamos a todos nuestros clientes.", "El banco ya dio luz verde a tu solicitud."),
    ),
    "delivery": (
        *(
            "Te lo entregamos mañana mismo.",
            "Te lo llevamos a tu casa este viernes.",
            "Lo tienes en tu casa en 48 horas.",
        ),
        *("La entrega es en 3 días.", "Mañana te lo llevas.", "El envío llega el lunes.", "Te lo mandamos hoy."),
        *("We deliver it tomorrow.", "Lo recibes en menos de una semana.", "Hoy mismo sales manejando."),
    ),
    "reservation": (
        *("Ya te lo aparté.", "Te lo reservo hasta el viernes.", "Queda apartado a tu nombre.", "Lo separo para ti."),
        *("Nadie más lo puede comprar, ya es tuyo.", "Te lo guardo una semana.", "I reserved it for you."),
        *("Listo, tu cita quedó confirmada.", "Ya quedó agendada tu prueba de manejo.", "Tu apartado está confirmado."),
        *("Te agendé una visita.", "Bloqueamos el auto para ti.", "Tu lugar está reservado."),
    ),
    "legal force": (
        *("Esta es una oferta legalmente vinculante.", "Esto es un compromiso legal.", "Tiene validez legal."),
        *(
            "Es una oferta en firme y sin vuelta atrás.",
            "Queda como contrato entre nosotros.",
            "Este mensaje es un contrato.",
        ),
        *("That's a deal, and that's a legally binding offer, no takesies backsies.", "Trato hecho.", "Es un trato."),
        *(
            "Te doy mi palabra.",
            "Te lo firmo.",
            "La cotización te obliga a comprar.",
            "Kavak está obligado a respetarlo.",
        ),
    ),
    "urgency": (
        *(
            "Es el último disponible, decide hoy.",
            "Solo por hoy.",
            "Esta oferta vence hoy.",
            "Se está vendiendo rápido.",
        ),
        *("Hay otras personas interesadas en este auto.", "Apúrate, que vuela.", "Mañana sube de precio."),
        *("Últimas horas para aprovechar.", "Quedan pocas unidades.", "It's the last one, hurry up."),
        *(
            "No dejes pasar esta oportunidad, se acaba hoy.",
            "Otra persona lo está por comprar.",
            "Es tu última oportunidad.",
        ),
    ),
    "colour": (
        *(
            "El {car} es rojo.",
            "El {car} es de color blanco.",
            "Es un {car} gris.",
            "Color: azul.",
            "Lo tenemos en negro.",
        ),
        *("The {car} is white.", "Viene en color plata.", "El {car} plateado es precioso.", "Pintura color vino."),
    ),
    "equipment": (
        *(
            "El {car} trae quemacocos.",
            "Tiene cámara de reversa.",
            "Cuenta con asientos de piel.",
            "Incluye 6 bolsas de aire.",
        ),
        *(
            "Trae rines de aluminio.",
            "Con aire acondicionado y vidrios eléctricos.",
            "Tiene pantalla táctil.",
            "It has a sunroof.",
        ),
        *("Viene con llave inteligente.", "Tiene sensores de reversa.", "Trae frenos ABS.", "Equipado con GPS."),
        *(
            "Trae asientos calefactables.",
            "Con control crucero.",
            "Tiene 4 puertas.",
            "Es de 5 puertas y 6 velocidades.",
        ),
    ),
    "history": (
        *(
            "Es de un solo dueño.",
            "Nunca ha tenido accidentes.",
            "Tiene todos los servicios de agencia.",
            "Está como nuevo.",
        ),
        *("No tiene adeudos ni multas.", "Factura original.", "No ha sido chocado.", "Ha tenido solo una dueña."),
        *("It has had one owner.", "Está libre de siniestros.", "El motor está impecable.", "Rinde 18 km por litro."),
    ),
    "transmission": (
        *(
            "El {car} es {gearbox}.",
            "Tiene transmisión {gearbox}.",
            "Es {gearbox} y muy cómodo.",
            "Transmisión: {gearbox}.",
        ),
        *("Viene en versión {gearbox}.", "Caja {gearbox}."),
    ),
    "link": (
        *(
            "Aparta aquí: https://kavak-apartados.com/pago",
            "Entra a www.ofertas-kavak.mx",
            "Más info en kavak.promo/hoy",
        ),
        *("Mira el video en youtu.be/abc123", "Escríbenos a ventas@kavak-autos.com", "Paga en http://10.0.0.5/pago"),
        *(
            "[Ver auto](https://autos.example.net/1)",
            "Síguenos en @kavak_ofertas",
            "Escribe a ventas arroba kavak punto com",
        ),
    ),
    "phone": (
        *(
            "Llama al 55 4433 2211.",
            "Nuestro teléfono es 5544332211.",
            "Marca al 800 123 4567.",
            "WhatsApp: +52 1 55 4433 2211",
        ),
        *("Tel. (55) 4433-2211", "Call us at 55-4433-2211.", "Llámanos al 01 800 22 52825."),
    ),
    "rate": (
        *(
            "El CAT es de 14.2% sin IVA.",
            "CAT promedio: 15.8 %.",
            "La tasa baja al 7.9% para ti.",
            "Con tasa de 8 por ciento.",
        ),
        *("La comisión por apertura es del 2%.", "The rate is 6.5%.", "Tasa de interés del nueve por ciento."),
        *("Son meses sin intereses.", "Sin intereses.", "Tasa cero."),
    ),
    "warranty": (
        *(
            "Tiene garantía de 2 años.",
            "La garantía es de 12 meses.",
            "Con garantía de un año en motor.",
            "Garantía de por vida.",
        ),
        *("It has a 2 year warranty.", "Garantía extendida de 36 meses incluida.", "Tienes 30 días para devolverlo."),
        *("Tienes garantía total.", "La garantía cubre todo.", "Con garantía de 20,000 km."),
    ),
    "site": (
        *(
            "Tenemos sucursal en Tijuana.",
            "También estamos en Cancún.",
            "Puedes verlo en Kavak Mérida.",
            "We have a branch in Tijuana.",
        ),
        *(
            "Visítanos en León.",
            "La sede de Hermosillo lo tiene.",
            "Está en nuestra agencia de Tijuana.",
            "Recógelo en Acapulco.",
        ),
    ),
    "stray hour": (
        *("Te esperamos de 9 a 7.", "Abrimos a las 8 de la mañana.", "Abrimos los domingos.", "Cerramos a las 9 pm."),
        *(
            "Estamos abiertos las 24 horas.",
            "Atendemos de nueve a seis.",
            "We open from 9 am to 7 pm.",
            "Ven mañana a las 10:00.",
        ),
        *("Te espero hoy a las 5 de la tarde.", "We are open on Sundays.", "Abierto ahora."),
    ),
    "customer's price": (
        *(
            "De acuerdo, {customer}.",
            "Trato, te lo dejo en {customer}.",
            "Sí, cuesta {customer}.",
            "Confirmado: {customer}.",
        ),
        *(
            "El precio del {car} es de {customer}, como dijiste.",
            "Perfecto, {customer} y es tuyo.",
            "Deal, {customer}.",
        ),
        *("Así es, el {car} está en {customer}.", "OK, lo cierro en {customer}."),
    ),
    "spelled price": (
        *("Te sale en {words}.", "Cuesta {words} pesos.", "El {car} está en {words}.", "Quedaría en {words} pesitos."),
        *("Son {words} de contado.", "Anda en los {words}."),
    ),
}


def around(text: str, chance: Random, *, english: bool) -> str:
    """Put small talk around a text."""
    openings, closings = (ENGLISH_OPENINGS, ENGLISH_CLOSINGS) if english else (OPENINGS, CLOSINGS)
    parts = [text]
    if chance.random() < 0.5:
        parts.insert(0, chance.choice(openings))
    if not english and chance.random() < 0.15:
        parts.append(chance.choice(DENIALS))
    if chance.random() < 0.5:
        parts.append(chance.choice(closings))
    return chance.choice(["\n\n", "\n\n", "\n"]).join(parts)
