# Play scenarios.txt on the BEAM and write what happened to traces.txt:
#
#     elixir --erl "+S 1" tests/runtime/otp/record.exs
#
# One scheduler, so that signals reach everybody in the order in which they were sent. It takes some
# minutes, most of them waiting: a step counts as over when nothing has happened for a while.

defmodule Tree do
  @behaviour :supervisor
  def init(:fail), do: raise("init fails")
  def init(result), do: result
end

defmodule Log do
  def log(%{msg: {:report, %{label: {:supervisor, :progress}}}}, _config),
    do: :ets.update_counter(:world, :progress, 1)

  def log(_event, _config), do: :ok
end

# Writes down who started and who ended, in order, and knows who is who.
defmodule Scribe do
  use GenServer

  def start, do: GenServer.start(__MODULE__, [], name: __MODULE__)
  def started(name, pid), do: GenServer.call(__MODULE__, {:started, name, pid})
  def note(kind, name), do: GenServer.call(__MODULE__, {:note, {kind, name}})
  def take, do: GenServer.call(__MODULE__, :take, :infinity)

  def init(_), do: {:ok, []}

  def handle_call({:started, name, pid}, _from, events) do
    Process.monitor(pid)
    :ets.insert(:world, [{{:pid, name}, pid}, {{:name, pid}, name}])
    {:reply, :ok, [{"started", name} | events]}
  end

  def handle_call({:note, event}, _from, events), do: {:reply, :ok, [event | events]}
  def handle_call(:take, _from, events), do: {:reply, Enum.reverse(events), []}

  def handle_info({:DOWN, _, _, pid, reason}, events) do
    [{_, name}] = :ets.lookup(:world, {:name, pid})
    {:noreply, [{"ended", name, Words.reason(reason)} | events]}
  end
end

defmodule Worker do
  use GenServer

  def start_link(asked), do: GenServer.start_link(__MODULE__, asked)

  def init(asked) do
    Process.flag(:trap_exit, true)
    {:ok, asked}
  end

  def handle_info({:leave, reason}, _asked), do: {:stop, reason, nil}
  def handle_info(:busy, _asked), do: Process.sleep(:infinity)

  def handle_info(:unlink, asked) do
    Process.unlink(hd(Process.get(:"$ancestors")))
    {:noreply, asked}
  end

  def terminate(_reason, nil), do: :ok
  def terminate(_reason, "slow:" <> ms), do: Process.sleep(String.to_integer(ms))
  def terminate(_reason, asked), do: exit(Words.to_reason(asked))
end

# The start function of every child.
defmodule Start do
  def run(spec, name \\ nil) do
    name = name || spec["id"]
    begin(next(name, spec), name, spec)
  end

  # What its starts come to, in turn; the last for ever.
  defp next(name, spec) do
    plan =
      case :ets.lookup(:world, {:plan, name}) do
        [{_, plan}] -> plan
        [] -> String.split(Map.get(spec, "start", "ok"), ",")
      end

    :ets.insert(:world, {{:plan, name}, if(tl(plan) == [], do: plan, else: tl(plan))})
    hd(plan)
  end

  defp begin(kind, name, spec) when kind in ["ok", "extra"] do
    asked = lookup({:asked, name}) || spec["asked"]

    started =
      if spec["sup"],
        do: :supervisor.start_link(Tree, lookup({:sup, spec["sup"]})),
        else: Worker.start_link(asked)

    case started do
      {:ok, pid} ->
        Scribe.started(name, pid)
        if kind == "extra", do: {:ok, pid, :extra}, else: {:ok, pid}

      error ->
        failed(name, error)
    end
  end

  defp begin("ignore", name, spec) do
    Scribe.note("ignored", name)
    if spec["sup"], do: :supervisor.start_link(Tree, :ignore), else: :ignore
  end

  defp begin("error", name, _spec), do: failed(name, {:error, :reason})

  defp begin("other", name, spec) do
    wrong = if spec["sup"], do: :supervisor.start_link(Tree, :invalid), else: :something_else
    failed(name, wrong)
  end

  defp begin("raise", name, %{"sup" => _}),
    do: failed(name, :supervisor.start_link(Tree, :fail))

  defp begin("raise", name, _spec) do
    failed(name, nil)
    raise "it cannot start"
  end

  defp begin("late", name, _spec) do
    Process.sleep(2000)
    failed(name, {:error, :late})
  end

  defp begin("taken", name, _spec),
    do: failed(name, {:error, {:already_started, lookup({:pid, "elsewhere"})}})

  defp failed(name, result) do
    Scribe.note("failed", name)
    result
  end

  defp lookup(key) do
    case :ets.lookup(:world, key) do
      [{_, value}] -> value
      [] -> nil
    end
  end
end

# Between words and terms.
defmodule Words do
  def reason(:normal), do: "normal"
  def reason(:shutdown), do: "shutdown"
  def reason({:shutdown, why}), do: "shutdown:#{why}"
  def reason(:killed), do: "killed"
  def reason(_), do: "crash"

  def to_reason("shutdown:" <> why), do: {:shutdown, String.to_atom(why)}
  def to_reason(word), do: String.to_atom(word)

  def value(word) do
    case Integer.parse(word) do
      {number, ""} -> number
      _ -> String.to_atom(word)
    end
  end

  # A child's specification: only what is said, the rest is left to OTP.
  def spec(given) do
    said =
      for key <- ["restart", "shutdown", "type", "significant", "silly_flag"],
          Map.has_key?(given, key),
          into: %{},
          do: {String.to_atom(key), value(given[key])}

    start =
      case given["start"] do
        "missing" -> %{}
        "mfa" -> %{start: :mfa}
        _ -> %{start: {Start, :run, [given]}}
      end

    id = if given["id"] == "missing", do: %{}, else: %{id: given["id"]}
    said |> Map.merge(start) |> Map.merge(id)
  end

  def sup([strategy, intensity, period], options, specs) do
    flags = %{strategy: value(strategy), intensity: value(intensity), period: value(period)}
    auto = options["auto"]
    flags = if auto, do: Map.put(flags, :auto_shutdown, value(auto)), else: flags
    children = String.split(options["children"] || "", ",", trim: true)
    {:ok, {flags, Enum.map(children, &spec(specs[&1]))}}
  end

  def result(:ok), do: "ok"
  def result(:ignore), do: "ignore"
  def result({:ok, :undefined}), do: "ok ignored"
  def result({:ok, pid}) when is_pid(pid), do: "ok"
  def result({:ok, pid, _info}) when is_pid(pid), do: "ok"
  def result({:error, why}), do: "error " <> why(why)

  def why(why) when why in [:running, :restarting, :not_found, :already_present],
    do: to_string(why)

  def why(:simple_one_for_one), do: "simple_one_for_one"
  def why({:already_started, _}), do: "already_started"
  def why({:shutdown, {:failed_to_start_child, id, why}}), do: "start #{id}" <> below(why)
  def why({kind, why}) when kind in [:supervisor_data, :start_spec, :error], do: why(why)
  def why({:duplicate_child_name, _}), do: "spec duplicate"
  def why({:bad_combination, _}), do: "spec combination"
  def why({:invalid_mfa, _}), do: "spec start"
  def why({:invalid_restart_type, _}), do: "spec restart"
  def why({:invalid_child_type, _}), do: "spec type"
  def why({:invalid_intensity, _}), do: "spec max_restarts"
  def why({:invalid_period, _}), do: "spec max_seconds"

  def why({wrong, _}) when wrong in [:invalid_shutdown, :invalid_significant, :invalid_strategy],
    do: "spec " <> String.replace_prefix(to_string(wrong), "invalid_", "")

  def why({:invalid_auto_shutdown, _}), do: "spec auto_shutdown"
  def why(:missing_id), do: "spec missing id"
  def why(:missing_start), do: "spec missing start"
  def why(_), do: "start"

  defp below({:shutdown, {:failed_to_start_child, id, why}}), do: " #{id}" <> below(why)
  defp below(_), do: ""
end

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
