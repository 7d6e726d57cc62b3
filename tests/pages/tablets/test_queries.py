"""How tablets stand, in a few statements."""

from datetime import timedelta

from cypp_consult.collection.tablets import queries, services
from cypp_consult.core import clock
from tests import make
from tests.pages.tablets.world import world as make_world


def test_each_tablet_of_the_event_and_no_other(session, statements):
    world = make_world(session)
    other = make.event(session, world.consultation, private_key=world.event.private_key)
    devices = [world.paired()[0] for _ in range(3)]
    elsewhere, _token = world.paired(other)
    at = clock.now()
    for device, items in (
        (devices[0], [world.item(1), world.item(2), {"id": "x", "seq": 4}]),
        (devices[1], []),
        (devices[2], [world.item(1), world.item(1)]),
    ):
        services.take(session, device, world.event, items, at, timedelta(0))
    services.take(session, elsewhere, other, [world.item(9)], at, timedelta(0))
    devices[0].waiting, devices[0].last_seq = [[5, 6]], 6
    session.commit()
    session.refresh(world.event)
    with statements() as made:
        states = queries.tablets(session, world.event)
        numbers = [state.device.number for state in states]
    assert len(made) == 2
    assert numbers == [1, 2, 3]
    assert [(state.arrived, state.waiting, state.parked, state.missing) for state in states] == [
        (2, 2, 1, (3,)),
        (0, 0, 0, ()),
        (1, 0, 0, ()),
    ]
    assert queries.missing(session, devices[0]) == (3,)


def test_arrivals_by_quarters_of_an_hour(session):
    world = make_world(session)
    start = clock.now().replace(minute=0, second=0, microsecond=0)
    for minutes in (-1, 0, 14, 15, 44):
        make.response(
            session, world.consultation, event_id=world.event.id, received_at=start + timedelta(minutes=minutes)
        )
    make.response(session, world.consultation, event_id=world.event.id, received_at=start, removed_at=start)
    make.response(session, world.consultation, received_at=start)
    session.commit()
    quarter = timedelta(minutes=15)
    assert queries.per_quarter(session, world.event, start) == [
        (start, 2),
        (start + quarter, 1),
        (start + 2 * quarter, 1),
    ]
