"""Smaller galleries: fewer faces to be taken for."""

from __future__ import annotations

from glasshouse.interventions.intervention import Intervention, scaled

INTERVENTION = Intervention(
    name="smaller-gallery",
    title="a tenth of the faces in each gallery",
    sentence="Faces are compared with a tenth as many others, on the watchlist and in the identity gallery.",
    fails="It does nothing where no face is searched.",
    stage="attribute",
    numbers={
        "face_recognition.watchlist": scaled(
            0.1, "a tenth; false alerts rise in proportion to the list in the NPL study of 2023"
        ),
        "face_recognition.enrolled_share": scaled(0.1, "a tenth of the photos: those of people sought by a court"),
    },
)
