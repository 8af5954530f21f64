namespace RandWire.Search;

/// <summary>One rung of successive halving (Jamieson and Talwalkar 2016): so many wirings, each trained from scratch for so many
/// epochs.</summary>
/// <param name="Rung">Number of the rung, from 0.</param>
/// <param name="Trials">Wirings on it: the best of the rung below.</param>
/// <param name="Epochs">Epochs of a whole schedule down to learning rate 0.</param>
public sealed record RungPlan(int Rung, int Trials, int Epochs);
