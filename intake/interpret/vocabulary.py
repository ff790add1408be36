"""The words of the field, folded to lower case without accents. Data only: English, French and Portuguese."""
# ruff: noqa: E501 - an alternative cannot be broken inside

from __future__ import annotations

from .terms import alternatives, terms, words

# Words that may stand before or after a label's own noun without changing what it means.
MODIFIERS = words(
    """
    a additional agreed an and apparent are as audit basic brief business by chave chaves chief cle cles concrete
    constatadas constatados constate constatee constates contributing corrective correctives corretiva corretivas
    critical d' da das de deeper des description detailed direct do dos du expected first following for found
    fundamental identificada identificadas identificados identified identifiees identifies immediate important in
    is its jacentes key l' la le les likely list long-term main maiores majeures majeurs major most necessaires
    necessarias new next noted o observed observees of operational os our overall performance planned possible
    potential preventive primary principais principal principale principales principaux prioritaires prioritarias
    prioritarios probable profonde profondes proposed proposee proposees proposes proposta propostas proposto
    racine racines raised raiz raizes recomendada recomendadas recommandee recommandees recommended related
    relevees releves remaining remediais remedial reported required requises root second service short short-term
    significant sous specific statement subjacentes sugeridas suggested summary team text that the third this to
    underlying urgent we
    """
)

# Field -> the nouns that name it once the modifiers are taken away.
FIELD_NOUNS: dict[str, frozenset[str]] = {
    "gap": terms(
        """
        achado | achados | area for improvement | area improvement | areas for improvement | areas improvement |
        aspects a ameliorer | breach | breaches | challenge | challenges | concern | concerns | condition |
        condition found | constat | constat fait | constatacao | constatacoes | constats | current situation |
        deficiencia | deficiencias | deficiencies | deficiency | deficit | deficits | description deviation |
        description issue | description non conformity | description nonconformity | description problem |
        description risk | desvio | desvios | deviation description | did not go well | difficulte | difficultes |
        dificuldade | dificuldades | discrepancies | discrepancy | dysfonctionnement | dysfonctionnements | ecart |
        ecarts | exception | exceptions | faiblesse | faiblesses | failure | failures | falls short | finding |
        finding description | finding title | findings | fraqueza | fraquezas | gap | gap description | gaps |
        insuffisance | insuffisances | insuficiencia | insuficiencias | irregularidade | irregularidades | issue |
        issue description | issues | lacuna | lacunas | lacune | lacunes | nao conformidade | nao conformidades |
        nc | non conformite | non conformites | non conformities | non conformity | non-conformite |
        non-conformites | nonconformities | nonconformity | observation | observations | off track |
        point a ameliorer | point faible | points a ameliorer | points faibles | ponto a melhorar | ponto fraco |
        pontos a melhorar | pontos fracos | problem | problem description | problema | problema encontrado |
        problemas | problemas encontrados | probleme | problemes | problemes rencontres | problems |
        risk description | risk event | shortcoming | shortcomings | shortfall | shortfall target | shortfalls |
        situacao encontrada | situation constatee | situation found | under performance | underperformance |
        variance identified | weak point | weak points | weakness | weaknesses | went wrong |
        what did not go well | what did not happen | what did not work | what falls short | what found |
        what happened | what is gap | what is missing | what is not working | what is problem | what is wrong |
        what we found | what went wrong | where we fall short
        """
    ),
    "cause": terms(
        """
        5 porques | 5 pourquoi | 5 why | 5 why analysis | 5 whys | 5 whys analysis | analysis causes |
        attributed to | barrier | barriers | behind gap | causa | causal factor | causal factors | causas | cause |
        cause analysis | cause variance | causes | causes analysis | causes gap | cinco porques | cinq pourquoi |
        constraint | constraints | contrainte | contraintes | diagnosis | diagnostic | diagnostico | driver |
        drivers | due to | entraves | explanation | explanation deviation | explanation shortfall |
        explanation variance | explication | explications | facteurs | factor | factores | factors | fatores |
        five why | five whys | five whys analysis | freins | hindering factors | hurdles | justificacao |
        justification | justificativa | motivo | motivos | obstacle | obstacles | obstaculo | obstaculos | origem |
        origens | origine | origines | por que | porque | pourquoi | raison | raisons | razao | razoes | reason |
        reason deviation | reason for gap | reason gap | reason shortfall | reason variance | reasons |
        reasons deviation | reasons gap | reasons shortfall | reasons variance | root | source of problem |
        what are causes | what caused gap | what caused it | what caused this | what gets in way |
        what held us back | what hindered us | what is behind | what is behind it | what is cause |
        what lies behind | what lies behind it | what stands in way | why | why analysis | why did it happen |
        why did this happen | why does it exist | why does it happen | why does this happen | why fell short |
        why happened | why happens | why is it happening | why is it so | why is this | why is this happening |
        why it exists | why it happened | why it happens | why missed | why not | why not achieved |
        why there gap | why this happened | why this happens | why we fell short | why we missed |
        why we missed it | whys
        """
    ),
    "action": terms(
        """
        acao | acoes | action | action agreed | action correctrice | action description | action item |
        action items | action plan | action point | action points | action required | action to be taken |
        action to take | actions | actions a mener | actions agreed | actions correctrices | actions required |
        actions taken | actions to be taken | actions to take | agreed steps | caminho a seguir | cap | capa |
        commitment | commitments | counter measure | counter measures | countermeasure | countermeasures |
        decision | decisions | description action | do differently | encaminhamento | encaminhamentos | fix |
        fixes | follow up action | follow up actions | how we will fix it | how will it be fixed | improvement |
        improvement action | improvement actions | improvement measure | improvement measures | improvement plan |
        improvements | initiative | initiatives | intervention | interventions | management action |
        management actions | measure | measures | medida | medidas | mesure | mesure a prendre | mesures |
        mesures a prendre | mitigating action | mitigating actions | mitigation | mitigation action |
        mitigation actions | mitigation measure | mitigation measures | mitigation plan | mitigations |
        next action | next actions | pistes d'amelioration | plan d'action | plan d'actions | plan of action |
        plano acao | plano acoes | plano de acao | plano de acoes | proposal | proposals | proposition |
        propositions | proposta | propostas | providencia | providencias | recomendacao | recomendacoes |
        recommandation | recommandations | recommendation | recommendations | recommended steps | remede |
        remedes | remedial | remedial step | remedial steps | remediation | remediation action |
        remediation actions | remediation plan | remedies | remedy | response action | response actions |
        response measure | response measures | risk treatment | solution | solutions | step | steps | sugestao |
        sugestoes | suggestion | suggestions | suivi | task | tasks | to do | to-do | to-dos | treatment |
        treatment plan | voie a suivre | way forward | what comes next | what do we propose | what do you propose |
        what is proposed | what is to be done | what must be done | what must change | what needs to be done |
        what needs to change | what needs to happen | what should be done | what to do | what we agreed |
        what we ask for | what we do differently | what we do now | what we propose | what we want to do |
        what we will change | what we will do | what we will do differently | what will be done |
        what will change | what will do | what will we do | what will we do about it | what will you do |
        what will you do about it
        """
    ),
    "impact": terms(
        """
        business impact | consequence | consequence impact | consequences | consequencia | consequencias | efeito |
        efeitos | effect | effect impact | effect risk | effects | effet | effets | impact | impact risk |
        impacto | impactos | impacts | implication | implications | incidence | potential impact | repercussion |
        repercussions | risco | riscos | risk impact | risk implication | risque | risques | so what |
        what it costs | what it costs us | what it means | what this means | why it matters | why this matters
        """
    ),
    "severity": terms(
        """
        classificacao | classification | criticality | criticite | finding rating | grade | grading | gravidade |
        gravite | gravity | impact level | importance | importancia | level of risk | level risk | niveau |
        niveau de risque | niveau priorite | niveau risque | nivel | nivel de risco | nivel prioridade |
        nivel risco | prioridade | priorite | priority | priority level | ranking | rating | risk | risk category |
        risk level | risk rating | seriousness | severidade | severite | severity | severity level |
        severity rating | significance | urgence | urgencia | urgency
        """
    ),
    "owner": terms(
        """
        addressed to | addressee | destinataire | destinatario | for whom |
        a cargo | a cargo de | accountable | accountable officer | accountable person | action by | action lead |
        action owner | assigned | assigned person | assigned to | assignee | by whom | charge de | custodian |
        encarregado | focal person | focal point | implementer | implementing unit | in charge | lead |
        lead officer | lead person | led by | owned by | owner | owners | person assigned | person in charge |
        person responsible | personne responsable | pessoa responsavel | pilote | point person | porteur |
        process owner | quem | qui | resp | responsabilidade | responsabilite | responsable | responsables |
        responsaveis | responsavel | responsibility | responsible | responsible department | responsible entity |
        responsible manager | responsible office | responsible officer | responsible party | responsible person |
        responsible staff | responsible team | responsible unit | risk owner | service responsable |
        unidade responsavel | who | who does it | who is in charge | who is responsible | who leads |
        who will do it | who will do this | whom
        """
    ),
    "due": terms(
        """
        to be completed by | to be finished by | to be implemented by | new date | new deadline |
        agreed date | ate | by what date | by when | calendario | calendrier | complete by | completion |
        completion date | data alvo | data conclusao | data de conclusao | data fim | data limite | data prevista |
        date completion | date de fin | date de realisation | date due | date echeance | date fin |
        date for completion | date limite | date of completion | date prevue | deadline | deadlines | delai |
        delai d'execution | due | due by | due date | due on | echeance | end date | expected completion |
        expected completion date | expected date | finish | finish by | finish date | implementation date |
        planned completion | planned completion date | planned date | prazo | prazo de execucao | quand | quando |
        revised date | schedule | target completion | target completion date | target date | time frame |
        time line | timeframe | timeline | to be done by | until | when | when by
        """
    ),
    "target": terms(
        """
        agreed level | alvo | annual target | benchmark | budget | charter limit | cible | critere | criteres |
        criteria | criterio | criterion | criterios | expectation | expectations | expected | expected level |
        expected standard | goal | limit | meta | norm | norma | norme | objectif | padrao | plan | plan value |
        planned | planned value | referentiel | required | required level | required standard | requirement |
        requirements | should be | standard | standards | target | target level | target value | targets |
        threshold | valeur cible | valor alvo | what should be
        """
    ),
    "actual": terms(
        """
        achieved | achieved so far | achieved to date | achieved value | achievement | actual | actual level |
        actual performance | actual value | actuals | alcancado | atteint | atual | current | current level |
        current performance | current value | measured | observed | observed value | obtained | outcome |
        performance | reached | reading | real | realisation | realise | realised | realizado | realized | reel |
        result | resultado | resultat | score | situacao atual | situation actuelle | spent | valeur actuelle |
        valeur atteinte | valeur reelle | valor atual | valor real | value | where we are | where we stand
        """
    ),
    "variance": terms(
        """
        desvio % | deviation | deviation target | diferenca | difference | difference target | ecart % |
        ecart cible | ecart pct | gap % | off target | shortfall % | var | variacao | variance | variance % |
        variance from target | variance in % | variance pct | variance target | variation
        """
    ),
    "success_measure": terms(
        """
        acceptance criteria | check of effect | completion criteria | critere reussite | critere succes |
        criteres reussite | criterio sucesso | criterios sucesso | done when | effectiveness check |
        effectiveness criteria | effectiveness measure | evidence | evidence completion | evidence of completion |
        evidence of success | evidence required | evidence success | evidencia | evidencias | expected outcome |
        expected result | expected results | how measured | how we know | how we will know |
        how we will know it worked | how will we know | how will we know it worked | indicador sucesso |
        indicateur succes | indicator of success | means verification | measure of success | measure success |
        measured by | medida sucesso | meio verificacao | meios verificacao | mesure succes | moyen verification |
        moyens verification | outcome indicator | preuve | preuves | proof | resultado esperado |
        resultat attendu | success | success criteria | success criterion | success indicator |
        success looks like | success measure | success measures | success test | verification |
        verification method | what success looks like
        """
    ),
    "kpi": terms(
        """
        affected kpi | affected kpis | indicador | indicador desempenho | indicadores | indicateur |
        indicateur performance | indicateurs | indicator | indicator name | indicators | key result | key results |
        kpi | kpi name | kpis | kpis affected | kr | metric | metric name | metrics | output indicator |
        performance indicator | performance indicators | performance measure | performance measures
        """
    ),
    "unit": terms(
        """
        area | area audited | area responsavel | audit area | axe | branch | business unit | category | clinic |
        component | componente | composante | county | departamento | departement | department | dept | direcao |
        direction | directorate | district | division | domain | domaine | dominio | entity | equipa | equipe |
        facility | focus area | function | functional area | pelouro | perspective | pillar | process | programa |
        programme | project | projet | projeto | result area | school | secteur | section | sector | service |
        setor | site | stream | team | thematic area | theme | topic | unidade | unit | unite | work stream |
        workstream
        """
    ),
    "status": terms(
        """
        color | colour | estado | etat | implementation status | on track | progress | progress status | rag |
        rag status | situacao | state | status | status of implementation | statut | traffic light | trend
        """
    ),
    "comment": terms(
        """
        works well | what works well | what is working | what goes well | immediate correction | correction | containment | immediate containment | scope |
        achievements | additional comments | background | boas praticas | bonnes pratiques | comentario |
        comentarios | comment | commentaire | commentaires | comments | context | contexte | contexto |
        discussion | discussion points | discussions | forces | further information | good practice |
        good practices | notas | note | notes | observacoes gerais | observations generales | points forts |
        pontos fortes | quote | quotes | remark | remarks | remarque | remarques | strength | strengths |
        what went well | what worked | what worked well
        """
    ),
    "reference": terms(
        """
        # | action id | action no | cause id | code | codigo | finding no | finding ref | gap no | gap ref | id |
        item | item no | n | no | nr | num | number | numero | n° | nº | ref | ref no | reference | reference no |
        risk id | s n | serial no | sn
        """
    ),
    "response": terms(
        """
        auditee response | agreed response | client response | management comment | management comments |
        management position | management response | management's response | partner response |
        reply | reponse | reponse de la direction | reponse direction | reponse management | response |
        response management | response status | resposta | resposta da direcao | resposta da gestao |
        resposta direcao | resposta gestao
        """
    ),
    "follow_up_action": terms(
        "next step | next steps | prochaine etape | prochaines etapes | proximo passo | proximos passos"
    ),
}

DATE_LABELS = terms(
    """
    approved on | completed | as at | as of | assessed on | assessment date | audit date | completed on | conducted on | data |
    data da visita | data de emissao | data do relatorio | date | date completed |
    date d'emission | date de la visite | date de publication | date du rapport | date issued | date of assessment |
    date of audit | date of evaluation | date of interview | date of issue |
    date of meeting | date of report | date of review | date of the meeting | date of the report | date of visit |
    date prepared | date submitted | dated | emitido em | etabli le | evaluation date |
    fait le | held on | interview date | issue date | issued | issued on | last updated | meeting date |
    prepared on | published | published on | report date | reported on | reporting date |
    review date | reviewed on | submission date | submitted on | updated | updated on | visit date
    """
)
AUTHOR_LABELS = terms(
    """
    apresentado por | assessed by | assessor | audited by | auditor | auditors | auteur | auteurs | author |
    author of report | authors | autor | autora | autores | by | compiled by | completed by |
    conducted by | drafted by | drawn up by | facilitated by | moderated by | elabore par | elaborado por | etabli par | evaluated by | evaluator |
    evaluators | facilitator | from | inspected by | inspector | interviewer |
    issued by | lead auditor | lead evaluator | minutes by | minutes taken by | note taker | noted by |
    prepared by | preparado por | prepare par | presente par | presented by | raised by | logged by | rapporteur |
    realisado por | realise par | realizado por | recorded by | redige par | redigido por | relator | report by |
    reported by | reviewed by | reviewer | secretary | soumis par | submetido por |
    submitted by | supervisor | taken by | updated by | written by
    """
)
AUTHOR_VERBS = alternatives(
    r"""
    (?:prepared|compiled|written|submitted|issued|drafted|authored|presented|completed|reviewed|conducted|updated|carried out|reported|recorded|assessed|audited|drawn up|taken|noted)\s+by |
    (?:redige|etabli|prepare|elabore|presente|soumis|realise)\s+par |
    (?:elaborado|preparado|apresentado|redigido|submetido|realizado)\s+(?:por|pel[oa]s?)
    """
)
DATE_VERBS = alternatives(
    r"""
    as at | as of | issued | dated | submitted | published | date | drawn up | adopted | completed | reviewed | updated |
    conducted | held | prepared | compiled | approved | assessed | reported | finali[sz]ed |
    revised | visited | version of | emis le | le | fait le | emitido em | em
    """
)
TITLE_WORDS = words(
    """
    checklist log matrice matriz matrix memo minutes plano quadro register registo scorecard tableau tracker
    analise analyse analysis assessment audit auditoria avaliacao evaluation findings plan rapport relatorio report
    review revue
    """
)

# Section -> pattern on the folded heading; the first that fits decides.
SECTIONS: tuple[tuple[str, str], ...] = (
    ("objectives", alternatives(r"\b(objectives?|purpose|aims?)\b | \bobjectifs?\b | \bobjetivos?\b | \bfinalidade\b")),
    (
        "agenda",
        alternatives(
            r"""
        \bagenda\b | \bdiscussion points?\b |
        \b(points?|topics?|items|questions) (for|to) (discuss|decide|decision|discussion) | \btopics\b |
        \bordre du jour\b | \bpauta\b | \bordem do dia\b
        """
        ),
    ),
    (
        "leadership",
        alternatives(
            r"""
        \bpost-?\s?meeting\b | \bafter the meeting\b |
        \b(for|by|of) (the )?(senior )?(leadership|management|leaders|executives?|board|direction|direcao)\b |
        \bleadership('s)? (to-?dos?|tasks?|actions?)\b | \bpour la direction\b | \bpara a (direcao|lideranca)\b
        """
        ),
    ),
    (
        "preparation",
        alternatives(
            r"""
        \bprepar(ation|atory|ing|e)\b | \bpre-?\s?meeting\b | \bbefore (the|we) meet | \bmeeting logistics\b |
        \bfor the meeting\b | \bpreparacao\b | \bpreparatifs\b | \bantes da reuniao\b | \bavant la reunion\b
        """
        ),
    ),
    (
        "findings",
        alternatives(
            r"""
        \bfindings?\b | \bgaps?\b | \bshortfalls?\b | \bissues\b | \bresults by\b | \bconstats?\b | \becarts?\b |
        \blacunas?\b | \bconstatacoes\b | \bachados\b | \bindicators off track\b | \bby (department|unit|team|area)\b
        """
        ),
    ),
    (
        "summary",
        alternatives(
            r"""
        \bconclusions?\b | \bsummary\b | \bclosing (remarks|note|words)\b | \bin short\b | \bsynthese\b | \bresume\b |
        \bconclusao\b | \bresumo\b | \bsumario\b
        """
        ),
    ),
    (
        "leadership",
        alternatives(
            r"""
        \bnext steps?\b | \bwhat (happens|comes) next\b | \bprochaines etapes\b | \bproximos passos\b |
        \bdecisions (requested|required|needed)\b
        """
        ),
    ),
    (
        "other",
        alternatives(
            r"""
        \bbackground\b | \bintroduction\b | \bmethod(s|ology)?\b | \bcontext\b | \bscope\b | \backnowledge?ments?\b |
        \bthanks\b | \bworks well\b | \bwent well\b | \bworked well\b | \bstrengths?\b | \bachievements?\b | \bsuccesses\b |
        \bgood practices?\b | \blessons\b |
        \bwas planned\b | \bpontos fortes\b | \bpoints forts\b | \bany other business\b | \bother matters\b |
        \bdivers\b |
        \blicoes\b | \blecons\b | \battendance\b | \bparticipants?\b | \bdisclaimer\b | \bcontact\b |
        \bannex(es)?\b | \bappendi(x|ces)\b | \breferences\b | \babout\b | \bglossary\b | \bcontexte\b |
        \bmethodologie\b | \bcontexto\b | \bmetodologia\b | \bremerciements\b | \bagradecimentos\b
        """
        ),
    ),
)

UNIT_WORDS = words(
    """
    branch bureau departamento departement department departments direcao direction directorate divisao division
    equipa equipe function group ministry office program programme region section service services setor team unidade
    unit
    """
)
UNIT_SUFFIXES = alternatives(
    r"""
    \s+(?:department|unit|division|team|section|directorate)$ |
    ^(?:department|unit|division|directorate|departement|departamento|unidade|equipe|equipa)\s*(?:of|de|do|da|des|du|:|-)?\s+
    """
)

# What may stand in front of the name in a heading: "Section A – Mentoring", "Item 1: Livelihoods", "Department: Sales".
HEADING_PREFIXES = (
    r"^(?:(?:section|item|point|agenda item|area|thematic area|theme|pillar|component|chapter|part|department|unit|team|"
    r"division|departement|departamento|unite|unidade|service|axe|volet|composante|componente|domaine|dominio|area tematica|"
    r"process|function|site|branch|location|finding|observation|issue|gap|constat|constatacao|achado|lacuna|ecart|no|nr|n°|objective|objectif|objetivo|goal|priority|result|indicator|indicateur|indicador|kpi|shortfall|challenge|problem|weakness)"
    r"\s*(?:no\.?\s*)?(?:[a-z]|\d{1,2}|[ivx]{1,4})?(?:\.\d{1,2})*\s*(?::|[-.)]\s|\s-\s)\s*|[a-z]{1,4}[-.]?\d{1,3}(?:\.\d{1,2})?\s*(?:[:.)-]\s*|\s))(?=\S)"
)
TITLE_LABELS = terms("assunto | concerne | objet | re | report title | subject | title | titre | titulo")

PAGE_TEXT = (
    r"^leave a (reply|comment)$",
    r"^you must be logged in",
    r"^(log|sign) in to (post|comment|reply)",
    r"^(share this|like this|related( posts)?|posted (in|on|by)\b|tagged\b|previous post|next post|cancel reply|post comment|read more)",
    r"^your email address will not be published",
    r"^(skip to content|cookie (policy|settings)|privacy policy|all rights reserved|menu|search)\b",
    r"^(copyright|©)",
    r"^page \d+( (of|/) \d+)?$|^- ?\d+ ?-$|^\d+ ?/ ?\d+$",
    r"^(end of (report|document)|table of contents|contents|confidential)$",
)

CONTINUOUS = terms(
    """
    a definir | as needed | asap | continuo | continuous | continuously | en continu | immediately | ongoing |
    permanent | tbc | tbd | to be agreed | to be confirmed | to be decided
    """
)

# Kind of comparator -> nouns: what a figure is held against.
COMPARATORS: dict[str, str] = {
    "target": alternatives(
        r"""
        targets? | goals? | plans? | planned(?: (?:number|level|value|figure|volume|output|amount))? | objectives? |
        quotas? | budgets? | schedules? | deadlines? | forecasts? | commitments? | expectations? | cibles? |
        objectifs? | metas? | plano | orcamento | cronograma | previsto | prevu
        """
    ),
    "benchmark": alternatives(
        r"(?:[\w-]+ )?(?:averages?|benchmarks?|median|mean|peers?) | best practice | moyenne | media"
    ),
    "standard": alternatives(
        r"""
        standards? | norms? | limits? | thresholds? | charter | service levels? | requirements? | minimum | maximum |
        levels? | ceiling | floor | norme | seuil | limite | norma | padrao
        """
    ),
    "previous_period": alternatives(
        r"""
        (?:last|previous|prior|preceding) (?:year|quarter|month|period|cycle) | baseline | a year (?:ago|earlier) |
        annee precedente | ano anterior
        """
    ),
}

PROBLEM_WORDS = words(
    """
    absence absenteeism ad-hoc atrasos ausencia backlog backlogs bad bottleneck bottlenecks breakdown breakdowns
    broken conflict conflicts confusing delay delays desatualizado desatualizados desatualizadas
    duplicate error errors excessive faible failure
    failures falta few fraca fragmented frequent gap gaps heavy high insufficient insuficiente irregular lack lacks
    late limited little long loss losses low manque manual misalignment missing narrow no obsolete old outdated
    overload poor rare retards rigid scarce short shortage shortages slow slowness too turnover unclear understaffing
    vacancies vacancy vague weak worn wrong
    """
)
PROBLEM_PREFIXES = ("un", "in", "im", "mis", "dis", "over", "under", "non-", "out", "ir", "ill-", "sub")
NOT_PROBLEMS = words(
    """
    discussion distribution district image images imports improvement incentive incentives income indicator indicators
    individual industry information input inputs inspection installation instruction instructions integration interest
    internal international interview interviews inventory invoice invoices outcome outcomes output outputs outreach
    overview understanding union unit units university
    """
)
ARTICLES = words("a an its no the their um uma un une")
EVALUATIVE = words(
    """
    below-target continued declining decreasing delayed enough excessive falling few frequent growing high inadequate
    incomplete inconsistent increased increasing insufficient irregular late limited long low low-level missing not
    only overly persistent poor reduced rising slow too uneven unsatisfactory unstable very weak
    """
)
DETERMINERS = words(
    """
    a all an as average current its l la le les many most o os our overall several some the their these this those um
    uma un une
    """
)
VERBS = words(
    """
    achieve achieved achieves are arrive arrived arrives average averaged averages be been being came climb climbed
    close closed closes come comes cost costs decline declined declines decrease decreased decreases deliver delivered
    delivers did dip dipped dips do does drop dropped drops era eram est esta estao etaient etait exceed exceeded
    exceeds fail failed fails fall fallen falls fell ficaram ficou foi gets got grew grow grows had has have hit hits
    hover hovered hovers increase increased increases is keep keeps kept lag lagged lags last lasted lasts leave
    leaves left meet meets met miss missed misses need needed needs occur occurred occurs ran reach reached reaches
    remain remained remains reste restent rise risen rises rose run runs sank sao sat score scored scores show showed
    shows shrank sink sit sits slid slides slip slipped slips sont stand stands stood suffer suffered suffers take
    takes took trail trailed trails varied varies vary wait waited waits was were
    """
)

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv janeiro",
            "february feb fevrier fevr fevereiro fev",
            "march mar mars marco",
            "april apr avril avr abril abr",
            "may mai maio",
            "june jun juin junho",
            "july jul juillet juil julho",
            "august aug aout agosto ago",
            "september sep sept septembre setembro set",
            "october oct octobre outubro out",
            "november nov novembre novembro",
            "december dec decembre dezembro dez",
        ),
        start=1,
    )
    for name in words(names)
}

# Words that open a sentence and say what it is. Folded, without the blank behind them.
CAUSE_CUES = alternatives(
    r"""
    (?:this|it|that) (?:happened|happens|occurred|occurs|is so|was so) (?:mainly |mostly |largely |partly )?(?:because of|because|since|as) |
    (?:this|these|that|it|the (?:gap|delay|shortfall|problem|difference|variance|drop|decline|low \w+|reduction|underperformance)) (?:is|was|are|were) (?:mainly |mostly |largely |partly |primarily |chiefly |in part )?(?:due to|because of|because|caused by|a result of|the result of|explained by|attributed to|attributable to|driven by|down to|owing to|linked to) |
    (?:this|it|which) (?:mainly |mostly |largely |partly |primarily )?(?:results?|resulted|stems?|stemmed|arises?|arose|comes?|came) from |
    (?:the|one|a|another|a second|a further|a third|an additional|our|its) (?:main |root |underlying |key |principal |most likely |likely |first |second |third |other |contributing |primary |deeper )*(?:cause|reason|driver|factor|explanation)s?(?: for (?:this|the \w+)| of (?:this|the \w+)| behind (?:this|the \w+))? (?:is|was|are|were|lies in|lay in)(?: that| mainly| the fact that)? |
    (?:the )?(?:main |root |underlying |key )?(?:causes?|reasons?) (?:identified |found |given )?(?:is|was|are|were|include|includes|included)(?: that)? |
    (?:mainly |mostly |largely |partly |also )?(?:due to|because of|because|caused by|owing to) |
    (?:most |some |several |many |all |the |field |our )*(?:staff|managers?|teams?|respondents|interviewees|they|users|clients|people|officers|nurses|teachers|she|he|partners|drivers|supervisors|members) (?:also |mainly )?(?:explained|told us|said|say|pointed out|explain|blamed?|attribute this|attributed this|attribute it) (?:(?:that|to)(?: the fact that)?|(?=the\b)) |
    (?:la|une|l'autre|une autre) (?:principale )?(?:cause|raison)(?: principale)? (?:est|etait|en est|reside dans)(?: que)? | (?:cela|ceci|ce retard|cet ecart|il) (?:est|s'explique|resulte|provient|vient)(?: du a| due a| par| de| du| des)? |
    (?:a|uma|outra) (?:principal )?(?:causa|razao)(?: principal)? (?:e|foi|era|esta)(?: que| em)? |
    (?:isto|isso|este atraso|esta lacuna|o desvio) (?:deve-se|deveu-se|resulta|resultou|explica-se) (?:a|ao|aos|as|de|da|do|das|dos|pel[oa]s?)
    """
)
INNER_CAUSE_CUES = alternatives(
    r"because of | because | due to | owing to | as a result of | parce qu'?e? | en raison de | a cause d[eu]s? | porque | devido (?:a|ao|aos|as) | por causa d[aoe]s?"
)
ACTION_CUES = alternatives(
    r"""
    (?:we|i|they|staff|respondents|interviewees|participants|members|teachers|nurses|users|she|he|the (?:team|auditors?|evaluators?|evaluation|audit|reviewers?|review|mission|report|committee|unit|consultants?)) (?:therefore |also |further |strongly )?(?:recommends?|suggests?|proposes?|advises?|asks?|asked|recommended|proposed|suggested)(?: that)? |
    (?:it is|it was) (?:therefore |also |further |strongly )?(?:recommended|suggested|proposed|advised|agreed)(?: that| to)? |
    (?:our|the|one|a|another) (?:main |first |second |key |further )?(?:recommendation|suggestion|proposal)s? (?:is|are|was)(?: that| to)? |
    (?:it was |they |the team |management |the meeting |members )?(?:agreed|decided|resolved|undertook|committed|plans?|intends?) (?:that|to) |
    (?:as a (?:remedy|response|next step)|in response|to (?:close|address|fix|correct|remedy) (?:this|the gap|it|the problem)|going forward|from now on) |
    (?:nous recommandons|nous proposons|il est recommande|il est propose)(?: que| de| d')? |
    (?:recomendamos|propomos|sugerimos|recomenda-se|propoe-se|sugere-se)(?: que)?
    """
)
IMPACT_CUES = alternatives(
    r"""
    as a (?:result|consequence) | in consequence | consequently |
    the (?:effect|impact|consequence|result) (?:is|was)(?: that)? |
    this (?:means|meant|leads to|led to|results in|resulted in|exposes|puts)(?: that)? |
    (?:en|par) consequence | de ce fait | como (?:consequencia|resultado) | em consequencia
    """
)
RESPONSE_CUES = alternatives(
    r"""
    (?:partly |partially |fully |not )?(?:agreed|accepted|rejected|noted|disagreed) |
    management (?:agrees|agreed|accepts|accepted|disagrees|rejects|notes) | not accepted | accepte |
    accepte en partie | rejete |
    aceite | aceito | parcialmente aceite | rejeitad[ao]
    """
)

# Tables
DONE_WORDS = alternatives(
    r"""
    met | exceeded | achieved | fully achieved | on track | on target | green | ok | reached | surpassed | atteint |
    depasse | atingido | superado | compliant | conforme | vert | verde | satisfactory | completed |
    closed | above target | no gap | done
    """
)
NO_GAP_WORDS = terms(
    "none | no gap | nil | no issue | no issues | no finding | no findings | none found | nothing to report | no deviation | aucun | aucune | rien a signaler | nenhum | nenhuma | sem lacuna | sem desvio | compliant | conforme | ok | n/a | no gaps"
)
EMPTY_CELLS = terms("- | -- | --- | n/a | na | n.a | nil | / | s/o | n.d | ... | … | ?") | {""}
SEVERITY_WORDS = words(
    """
    critical high major serious severe medium moderate low minor significant extreme negligible red amber yellow
    green orange alta alto media medio baixa baixo critica critico grave eleve elevee
    elevado elevada moyen moyenne faible majeur majeure mineur mineure urgent essential important moderado moderada
    very p1 p2 p3 p4
    """
)
RISK_HEADS = terms(
    "risk | risks | risque | risques | risco | riscos | priority | importance | significance | risk rating"
)
WHAT_HEADS = terms(
    "what | o que | quoi | description | details | descricao | point | activity | activities | activite | atividade"
)
CATEGORY_HEADS = terms("category | categories | categorie | categoria | type | group | branch")
MEASURE_HEADS = terms("measure | measures | mesure | mesures | medida | medidas")
RECOMMENDATION_HEADS = ("recommend", "recommand", "recomend", "suggest", "sugest", "proposed")
FINDING_HEADS = terms("observed | performance | current performance | situation | result | results | reading | outcome")
ROLE_WORDS = words(
    """
    adviser advisor accountant administrator agent analyst assistant auditor board bureau captain chair chairperson
    chef chefe chief clerk cluster committee comite consultant controller coordinator coordenador
    coordenadora coordinateur coordination counsel department departamento desk director directeur directora diretor
    directorate direction division doctor driver editor engineer equipa equipe executive
    facilities finance focal foreman gerente gestor head hr human it lead leader librarian logistics logistica
    logistique manager management matron medical midwife minister nurse office officer operator owner
    partner pharmacist planner point president principal procurement programme project registrar resources
    responsable responsavel scientist secretariat secretary service services specialist sponsor staff
    steward storekeeper keeper superintendent supervisor teacher team technician technologist therapist treasurer
    trustees unit unidade unite warden workshop incharge in-charge ict communications security administration
    """
)
