# Play scenarios.txt on the BEAM and write what happened to traces.txt:
#
#     elixir --erl "+S 1" tests/runtime/otp/record.exs
#
# One scheduler, so that signals reach everybody in the order in which they were sent. It takes some
# minutes, most of them waiting: a step counts as over when nothing has happened for a while.

Code.require_file("world.exs", __DIR__)

defmodule Play do
  @rest 30

  def scenario(steps, specs, sups) do
    :ets.delete_all_objects(:world)
    :ets.insert(:world, {:progress, 0})

    for {name, {three, options}} <- sups,
        do: :ets.insert(:world, {{:sup, name}, Words.sup(three, options, specs)})

    unseen = for ["unseen", kind] <- steps, do: kind
    simple = for {name, {["simple_one_for_one" | _], _}} <- sups, do: name

    Enum.flat_map(steps, fn
      ["unseen", _] ->
        []

      words ->
        result = step(words, specs)
        Process.sleep(@rest)
        line = Enum.join(words, " ")
        line = if result, do: line <> ": " <> result, else: line
        [line | Enum.map(events(unseen, simple), &("  " <> &1))]
    end)
  end

  # What happens to children of a simple_one_for_one stands in no order with the same of siblings.
  defp events(unseen, simple) do
    events = Enum.reject(Scribe.take(), &(elem(&1, 0) in unseen))
    loose = fn event -> if lookup({:of, elem(event, 1)}) in simple, do: elem(event, 0) end

    lines =
      events
      |> Enum.chunk_by(loose)
      |> Enum.flat_map(&if loose.(hd(&1)), do: Enum.sort(&1), else: &1)

    if length(lines) > 50 do
      kinds = Enum.map(lines, &Enum.join(Tuple.delete_at(&1, 1) |> Tuple.to_list(), " "))
      for kind <- Enum.uniq(kinds), do: "#{Enum.count(kinds, &(&1 == kind))} x #{kind}"
    else
      Enum.map(lines, &Enum.join(Tuple.to_list(&1), " "))
    end
  end

  defp step(["start", sup], _specs) do
    result = :supervisor.start_link(Tree, lookup({:sup, sup}))
    with {:ok, pid} <- result, do: Scribe.started(sup, pid)
    Words.result(result)
  end

  defp step(["start_child", sup, spec | options], specs) do
    options = pairs(options)
    name = options["as"] || specs[spec]["id"]
    if options["asked"], do: :ets.insert(:world, {{:asked, name}, options["asked"]})
    :ets.insert(:world, {{:of, name}, sup})
    ask(fn -> start_child(sup, specs[spec], options["as"]) end)
  end

  defp step(["start_children", sup, spec, many], specs) do
    results = for name <- names(spec, many), do: start_one(sup, specs[spec], name)
    [result] = Enum.uniq(results)
    result
  end

  defp step(["terminate_children", sup, spec, many], _specs) do
    ids = Enum.map(names(spec, many), &id(sup, &1))
    results = for id <- ids, do: Words.result(:supervisor.terminate_child(pid(sup), id))
    [result] = Enum.uniq(results)
    result
  end

  defp step(["exit_children", spec, many, reason], _specs) do
    for name <- names(spec, many), do: leave(name, reason)
    Process.sleep(500)
    nil
  end

  defp step(["terminate_child", sup, id], _),
    do: ask(fn -> :supervisor.terminate_child(pid(sup), id(sup, id)) end)

  # Of a simple_one_for_one no id is known to these, so that any will do.
  defp step(["restart_child", sup, id], _),
    do: ask(fn -> :supervisor.restart_child(pid(sup), id) end)

  defp step(["delete_child", sup, id], _),
    do: ask(fn -> :supervisor.delete_child(pid(sup), id) end)

  defp step(["child_spec", sup, id], _) do
    case :supervisor.get_childspec(pid(sup), id(sup, id)) do
      {:ok, spec} ->
        "restart=#{spec.restart} shutdown=#{spec.shutdown} type=#{spec.type} " <>
          "significant=#{spec.significant}"

      error ->
        Words.result(error)
    end
  end

  defp step(["which", sup], _) do
    ask(fn ->
      told = Enum.map(:supervisor.which_children(pid(sup)), &child/1)
      told = if simple?(sup), do: Enum.sort(told), else: told
      {:words, if(told == [], do: "-", else: Enum.join(told, ", "))}
    end)
  end

  # A simple_one_for_one has one specification for all; elsewhere each child has its own.
  defp step(["count", sup], _) do
    ask(fn ->
      counts = :supervisor.count_children(pid(sup))
      keys = [:specs, :active, :supervisors, :workers]
      keys = if simple?(sup), do: tl(keys), else: keys
      {:words, Enum.map_join(keys, " ", &"#{&1}=#{counts[&1]}")}
    end)
  end

  defp step(["remembered", sup], _) do
    # The fourth field of a supervisor's state: what it knows of dynamic children.
    state = :sys.get_state(pid(sup))

    many =
      if simple?(sup) do
        case elem(state, 4) do
          {:mapsets, _} -> 0
          {:maps, children} -> map_size(children)
        end
      else
        ids = for {id, _, _, _} <- :supervisor.which_children(pid(sup)), do: id
        specs = for id <- ids, do: elem(:supervisor.get_childspec(pid(sup), id), 1)
        Enum.count(specs, &(elem(&1.start, 2) != :undefined))
      end

    Integer.to_string(many)
  end

  defp step(["log"], _), do: Integer.to_string(lookup(:progress))

  defp step(["check", auto | names], specs) do
    Words.result(
      :supervisor.check_childspecs(
        Enum.map(names, &Words.spec(specs[&1])),
        String.to_atom(auto)
      )
    )
  end

  defp step(["exit" | ends], _) do
    for [name, reason] <- Enum.chunk_every(ends, 2), do: leave(name, reason)
    nil
  end

  defp step(["after", ms, "exit" | ends], _) do
    spawn(fn ->
      Process.sleep(String.to_integer(ms))
      for [name, reason] <- Enum.chunk_every(ends, 2), do: leave(name, reason)
    end)

    nil
  end

  defp step([told, name], _) when told in ["busy", "unlink"] do
    send(pid(name), String.to_atom(told))
    nil
  end

  defp step(["set", name, "start=" <> plan], _) do
    :ets.insert(:world, {{:plan, name}, String.split(plan, ",")})
    nil
  end

  # As OTP's own tests do it: what the callback's init gives is in the last field of the state.
  defp step(["change", sup, strategy, intensity, period | options], specs) do
    init = Words.sup([strategy, intensity, period], pairs(options), specs)
    pid = pid(sup)
    :ok = :sys.suspend(pid)
    :sys.replace_state(pid, &put_elem(&1, tuple_size(&1) - 1, init))
    result = :sys.change_code(pid, :gen_server, :no_version, [])
    :ok = :sys.resume(pid)
    Words.result(result)
  end

  defp step(["shutdown", sup], _) do
    pid = pid(sup)
    watch = Process.monitor(pid)
    Process.exit(pid, :shutdown)

    receive do
      {:DOWN, ^watch, _, _, _} -> nil
    end
  end

  defp step(["wait", ms], _) do
    Process.sleep(String.to_integer(ms))
    nil
  end

  defp ask(question) do
    case question.() do
      {:words, words} -> words
      result -> Words.result(result)
    end
  catch
    :exit, {:noproc, _} -> "noproc"
  end

  defp start_child(sup, spec, name) do
    if simple?(sup),
      do: :supervisor.start_child(pid(sup), [name]),
      else: :supervisor.start_child(pid(sup), Words.spec(spec))
  end

  defp start_one(sup, spec, name) do
    :ets.insert(:world, {{:of, name}, sup})
    Words.result(start_child(sup, %{spec | "id" => name}, name))
  end

  defp child({id, there, type, _modules}) do
    name = if is_pid(there), do: lookup({:name, there}), else: id

    who =
      cond do
        there == :undefined -> "none"
        there == :restarting -> "restarting"
        pid(name) != there -> "another"
        Process.alive?(there) -> "there"
        true -> "gone"
      end

    "#{if name == :undefined, do: "?", else: name} #{who} #{type}"
  end

  defp leave(name, "kill"), do: Process.exit(pid(name), :kill)
  defp leave(name, reason), do: send(pid(name), {:leave, Words.to_reason(reason)})

  defp id(_sup, "@" <> name), do: pid(name)
  defp id(sup, name), do: if(simple?(sup), do: pid(name), else: name)

  defp simple?(sup) do
    case lookup({:sup, sup}) do
      {:ok, {%{strategy: :simple_one_for_one}, _}} -> true
      _ -> false
    end
  end

  defp names(spec, many), do: for(n <- 1..String.to_integer(many), do: "#{spec}-#{n}")
  defp pid(name), do: lookup({:pid, name})

  def pairs(words), do: Map.new(words, &List.to_tuple(String.split(&1, "=", parts: 2)))

  def lookup(key) do
    case :ets.lookup(:world, key) do
      [{_, value}] -> value
      [] -> nil
    end
  end
end

defmodule Read do
  # The scenarios, each once for every combination of its words.
  def file(path) do
    path
    |> File.read!()
    |> String.split("\n")
    |> Enum.map(&String.split/1)
    |> Enum.reject(&(&1 == [] or String.starts_with?(hd(&1), "#")))
    |> Enum.chunk_while(nil, &gather/2, &{:cont, &1, nil})
    |> Enum.flat_map(&every/1)
  end

  defp gather([kind, name], nil) when kind in ["scenario", "beyond"], do: {:cont, {name, []}}

  defp gather([kind, name], last) when kind in ["scenario", "beyond"],
    do: {:cont, last, {name, []}}

  defp gather(words, {name, lines}), do: {:cont, {name, lines ++ [words]}}

  defp every({name, lines}) do
    each = for ["each", word | values] <- lines, do: {word, values}
    lines = Enum.reject(lines, &(hd(&1) == "each"))

    for choice <- combine(each) do
      title = Enum.join([name | Enum.map(choice, fn {word, value} -> "#{word}=#{value}" end)], " ")
      {title, Enum.map(lines, fn words -> Enum.map(words, &fill(&1, choice)) end)}
    end
  end

  defp combine([]), do: [[]]

  defp combine([{word, values} | rest]),
    do: for(value <- values, others <- combine(rest), do: [{word, value} | others])

  defp fill(text, choice),
    do: Enum.reduce(choice, text, fn {word, value}, text -> String.replace(text, "$" <> word, value) end)

  def parts(lines) do
    specs =
      for ["spec", name | said] <- lines,
          into: %{},
          do: {name, Map.put_new(Play.pairs(said), "id", name)}

    sups =
      for ["sup", name, strategy, intensity, period | options] <- lines,
          into: %{},
          do: {name, {[strategy, intensity, period], Play.pairs(options)}}

    steps = Enum.reject(lines, &(hd(&1) in ["spec", "sup"]))
    # What is decided is no part of what is done.
    {Enum.map(steps, fn words -> Enum.take_while(words, &(&1 != "=>")) end), specs, sups}
  end
end

:ets.new(:world, [:named_table, :public])
{:ok, _} = Scribe.start()
Enum.each(:logger.get_handler_ids(), &:logger.remove_handler/1)
:ok = :logger.add_handler(:progress, Log, %{})
:ok = :logger.set_module_level(:supervisor, :info)

here = Path.dirname(__ENV__.file)
only = System.argv()

traces =
  for {title, lines} <- Read.file(Path.join(here, "scenarios.txt")),
      only == [] or hd(String.split(title)) in only do
    {steps, specs, sups} = Read.parts(lines)

    # A process of its own, and everything of a scenario ends with it.
    task =
      Task.async(fn ->
        Process.flag(:trap_exit, true)
        Play.scenario(steps, specs, sups)
      end)

    trace = Task.await(task, :infinity)
    Process.sleep(50)
    Scribe.take()
    Enum.map_join(["# " <> title | trace], "", &(&1 <> "\n"))
  end

text = Enum.join(traces, "\n")
if only == [], do: File.write!(Path.join(here, "traces.txt"), text), else: IO.write(text)
