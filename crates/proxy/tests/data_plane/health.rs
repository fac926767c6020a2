//! Health checks cross the network and reach the endpoint's front door.

use adit_model::id::TargetGroupArn;

use crate::scene::Scene;

fn states(scene: &Scene) -> Vec<(String, Option<&'static str>)> {
    let world = adit_testkit::world(adit_testkit::design_b());
    let group: TargetGroupArn = world.target_groups.iter().next().unwrap().id.clone();
    let states = scene.proxy().health().unwrap().states(&group);
    states
        .into_iter()
        .map(|state| (state.state.to_owned(), state.reason))
        .collect()
}

#[test]
fn the_front_door_answers_403_and_the_matcher_decides() {
    let scene = Scene::of(adit_testkit::design_b());
    scene.soon("health", || {
        states(&scene) == vec![("healthy".to_owned(), None); 2]
    });
    scene.becomes(&adit_testkit::design_b().replace("health matcher 200,403", "health matcher 200"));
    let mismatch = ("unhealthy".to_owned(), Some("Target.ResponseCodeMismatch"));
    scene.soon("the mismatch", || states(&scene) == vec![mismatch.clone(); 2]);
}

#[test]
fn a_closed_group_times_out() {
    let scene = Scene::of(
        &adit_testkit::design_b().replace("in tcp 443 from sg-alb", "in tcp 443 from 192.168.0.0/16"),
    );
    let timeout = ("unhealthy".to_owned(), Some("Target.Timeout"));
    scene.soon("the timeout", || states(&scene) == vec![timeout.clone(); 2]);
    // Health survives a new plan and recovers by the threshold.
    scene.becomes(adit_testkit::design_b());
    scene.soon("health", || {
        states(&scene) == vec![("healthy".to_owned(), None); 2]
    });
}
