export async function killAgainAndAgain() {}
