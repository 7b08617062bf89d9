"""Names, streets and numbers of synthetic people. Nobody here exists."""

from collections.abc import Iterator
from itertools import product

GIVEN = (
    "Aaron Abigail Adrian Alicia Amara Andre Angela Anthony Beatriz Benjamin Bianca Brandon Camila Carlos Carmen "
    "Cedric Chloe Christine Curtis Daniela Denise Derek Destiny Diego Dolores Edwin Ethan Felicia Fernando Gabriel "
    "Gloria Grace Gregory Hannah Hector Imani Isaac Ivy Jamal Janelle Jerome Jorge Joyce Juan Kavita Keisha Kevin "
    "Latoya Lucia Luis Manuel Maria Miguel Minh Monique Nadia Nathan Nguyet Omar Patricia Paulo Priscilla Ramon "
    "Rebecca Ricardo Rosa Russell Samuel Sandra Silvia Simone Tamika Teresa Thomas Trevor Tuan Veronica Victor Wendy "
    "William Xavier Yolanda Zachary"
).split()
FAMILY = (
    "Abbott Acosta Aguilar Alvarado Anderson Baker Barrera Bennett Booker Boyd Brooks Bui Cabrera Campos Cantu "
    "Castillo Chavez Cheng Coleman Contreras Cruz Dang Dawson Delgado Dominguez Edwards Escobar Espinoza Evans Fisher "
    "Flores Franklin Fuentes Garcia Gibson Gomez Grant Guerrero Gutierrez Harper Hayes Hernandez Holloway Huang "
    "Ibarra Jackson Jefferson Jimenez Johnson Juarez Kaplan Kim Lawson Leal Lewis Lopez Luna Macias Marsh Martinez "
    "Medina Mendoza Mitchell Montoya Morales Munoz Navarro Nguyen Nunez Ochoa Ortega Owens Padilla Parker Patel "
    "Pena Pham Porter Ramirez Reed Reyes Rios Rivera Robles Rojas Salazar Sanders Santos Shaw Silva Sloan Soto Tran "
    "Trevino Vargas Vega Villarreal Walker Washington Watkins Webb West Wright Ybarra Young Zamora"
).split()
STREETS = (
    "Alder|Bluebonnet|Canyon|Cedar Bend|Cottonwood|Dry Creek|Elm Grove|Falcon|Garden|Hackberry|Heron|Indian Grass|"
    "Juniper|Kestrel|Lantana|Limestone|Live Oak|Mesquite|Mill Race|Old Quarry|Pecan|Quail Run|Red Bud|Rock Rose|"
    "Sage Brush|Sotol|Spring|Sumac|Trumpet Vine|Wild Plum|Yaupon"
).split("|")
STREET_KINDS = ("Lane", "Drive", "Street", "Court", "Road", "Trail")

# Town, state, postal code, latitude, longitude (centroids, to two places).
TOWNS = (
    ("Austin", "TX", "78745", 30.21, -97.80),
    ("Austin", "TX", "78704", 30.24, -97.77),
    ("Austin", "TX", "78758", 30.39, -97.71),
    ("Austin", "TX", "78753", 30.38, -97.67),
    ("Austin", "TX", "78741", 30.23, -97.71),
    ("Austin", "TX", "78731", 30.35, -97.77),
    ("Round Rock", "TX", "78664", 30.50, -97.65),
    ("Round Rock", "TX", "78681", 30.52, -97.71),
    ("Cedar Park", "TX", "78613", 30.50, -97.82),
    ("Kyle", "TX", "78640", 29.99, -97.84),
    ("Buda", "TX", "78610", 30.08, -97.84),
    ("San Marcos", "TX", "78666", 29.88, -97.94),
    ("Pflugerville", "TX", "78660", 30.44, -97.61),
)
OCCUPATIONS = (
    "Warehouse associate|Roofer|Licensed vocational nurse|Delivery driver|Line cook|Electrician apprentice|"
    "School custodian|Forklift operator|Home health aide|Landscaper|Retail stocker|Machinist|Bus operator|"
    "Hotel housekeeper|Concrete finisher|Meat cutter|Plumber|Teacher aide|Welder|Package handler"
).split("|")
_AREA_CODES = ("512", "737", "254", "210", "830", "361", "979", "325", "432", "806", "903", "936")


def phone_numbers(area_codes: tuple[str, ...] = _AREA_CODES) -> Iterator[str]:
    """Fictional numbers (555-0100 to 555-0199) in E.164, each once, then from the start again."""
    while True:
        for line, area in product(range(100, 200), area_codes):
            yield f"+1{area}5550{line}"
