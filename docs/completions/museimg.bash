#!/bin/bash

__museimg_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__museimg_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__museimg_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__museimg_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_museimg() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=()
    __museimg_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    info|identify|convert|map|hexdump|check|compare|mount|umount|status|store|trace|formats|layouts|faults|help)
        # Offer subcommand argument completions
        "_museimg_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'info identify convert map hexdump check compare mount umount status store trace formats layouts faults help' -- "${cur}"))
        ;;
    esac
}

_museimg_info() {
    repeating_flags=()
    non_repeating_flags=(--json -q --quiet -v --verbose --version -h --help)
    repeating_options=(-l --layout)
    non_repeating_options=(-f --format -g --geometry --progress --color)
    __museimg_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-f'|'--format')
        __museimg_add_completions -W 'gzip'$'\n''xz'$'\n''zstd'$'\n''bzip2'$'\n''lz4'$'\n''zip'$'\n''7z'$'\n''tar'$'\n''swap16'$'\n''swap32'$'\n''swap4'$'\n''bitrev'$'\n''invert'$'\n''store'$'\n''uimage'$'\n''trx'$'\n''android-sparse'$'\n''ihex'$'\n''srec'$'\n''tekhex'$'\n''ti-txt'$'\n''verilog'$'\n''ascii-hex'$'\n''nanddump-text'$'\n''uboot-nand'$'\n''hexdump'$'\n''redboot'$'\n''cfe'$'\n''uboot-md'$'\n''xxd'$'\n''od'$'\n''openocd'$'\n''raw-oob'$'\n''oob-pair'$'\n''nanddump'$'\n''blank'$'\n''raw'
        return
        ;;
    '-g'|'--geometry')
        return
        ;;
    '-l'|'--layout')
        return
        ;;
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -f
        return
        ;;
    esac
}

_museimg_identify() {
    repeating_flags=()
    non_repeating_flags=(--json -q --quiet -v --verbose --version -h --help)
    repeating_options=(-l --layout)
    non_repeating_options=(-f --format -g --geometry --effort --candidates --save --progress --color)
    __museimg_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-f'|'--format')
        __museimg_add_completions -W 'gzip'$'\n''xz'$'\n''zstd'$'\n''bzip2'$'\n''lz4'$'\n''zip'$'\n''7z'$'\n''tar'$'\n''swap16'$'\n''swap32'$'\n''swap4'$'\n''bitrev'$'\n''invert'$'\n''store'$'\n''uimage'$'\n''trx'$'\n''android-sparse'$'\n''ihex'$'\n''srec'$'\n''tekhex'$'\n''ti-txt'$'\n''verilog'$'\n''ascii-hex'$'\n''nanddump-text'$'\n''uboot-nand'$'\n''hexdump'$'\n''redboot'$'\n''cfe'$'\n''uboot-md'$'\n''xxd'$'\n''od'$'\n''openocd'$'\n''raw-oob'$'\n''oob-pair'$'\n''nanddump'$'\n''blank'$'\n''raw'
        return
        ;;
    '-g'|'--geometry')
        return
        ;;
    '-l'|'--layout')
        return
        ;;
    '--effort')
        __museimg_add_completions -W 'quick'$'\n''normal'$'\n''full'
        return
        ;;
    '--candidates')
        return
        ;;
    '--save')
        __museimg_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -f
        return
        ;;
    esac
}

_museimg_convert() {
    repeating_flags=()
    non_repeating_flags=(--vote --correct --as-is --strict --dry-run --force --json -q --quiet -v --verbose --version -h --help)
    repeating_options=(-l --layout -L --output-layout)
    non_repeating_options=(-f --format -g --geometry -O --output-format --on-error --range --oob --bad --on-missing --progress --color)
    __museimg_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-f'|'--format')
        __museimg_add_completions -W 'gzip'$'\n''xz'$'\n''zstd'$'\n''bzip2'$'\n''lz4'$'\n''zip'$'\n''7z'$'\n''tar'$'\n''swap16'$'\n''swap32'$'\n''swap4'$'\n''bitrev'$'\n''invert'$'\n''store'$'\n''uimage'$'\n''trx'$'\n''android-sparse'$'\n''ihex'$'\n''srec'$'\n''tekhex'$'\n''ti-txt'$'\n''verilog'$'\n''ascii-hex'$'\n''nanddump-text'$'\n''uboot-nand'$'\n''hexdump'$'\n''redboot'$'\n''cfe'$'\n''uboot-md'$'\n''xxd'$'\n''od'$'\n''openocd'$'\n''raw-oob'$'\n''oob-pair'$'\n''nanddump'$'\n''blank'$'\n''raw'
        return
        ;;
    '-g'|'--geometry')
        return
        ;;
    '-l'|'--layout')
        return
        ;;
    '-O'|'--output-format')
        __museimg_add_completions -W 'gzip'$'\n''xz'$'\n''zstd'$'\n''bzip2'$'\n''lz4'$'\n''zip'$'\n''7z'$'\n''tar'$'\n''swap16'$'\n''swap32'$'\n''swap4'$'\n''bitrev'$'\n''invert'$'\n''uimage'$'\n''trx'$'\n''android-sparse'$'\n''ihex'$'\n''srec'$'\n''tekhex'$'\n''ti-txt'$'\n''verilog'$'\n''ascii-hex'$'\n''nanddump-text'$'\n''hexdump'$'\n''uboot-md'$'\n''xxd'$'\n''raw-oob'$'\n''oob-pair'$'\n''nanddump'$'\n''raw'
        return
        ;;
    '-L'|'--output-layout')
        return
        ;;
    '--on-error')
        __museimg_add_completions -W 'stop'$'\n''raw'$'\n''zero'$'\n''skip'
        return
        ;;
    '--range')
        return
        ;;
    '--oob')
        __museimg_add_completions -W 'keep'$'\n''drop'$'\n''make'
        return
        ;;
    '--bad')
        __museimg_add_completions -W 'keep'$'\n''skip'$'\n''pad'
        return
        ;;
    '--on-missing')
        __museimg_add_completions -W 'keep'$'\n''erased'
        return
        ;;
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -f
        return
        ;;
    *)
        __museimg_add_completions -f
        return
        ;;
    esac
}

_museimg_map() {
    repeating_flags=()
    non_repeating_flags=(--totals --json -q --quiet -v --verbose --version -h --help)
    repeating_options=(-l --layout)
    non_repeating_options=(-f --format -g --geometry --by --progress --color)
    __museimg_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-f'|'--format')
        __museimg_add_completions -W 'gzip'$'\n''xz'$'\n''zstd'$'\n''bzip2'$'\n''lz4'$'\n''zip'$'\n''7z'$'\n''tar'$'\n''swap16'$'\n''swap32'$'\n''swap4'$'\n''bitrev'$'\n''invert'$'\n''store'$'\n''uimage'$'\n''trx'$'\n''android-sparse'$'\n''ihex'$'\n''srec'$'\n''tekhex'$'\n''ti-txt'$'\n''verilog'$'\n''ascii-hex'$'\n''nanddump-text'$'\n''uboot-nand'$'\n''hexdump'$'\n''redboot'$'\n''cfe'$'\n''uboot-md'$'\n''xxd'$'\n''od'$'\n''openocd'$'\n''raw-oob'$'\n''oob-pair'$'\n''nanddump'$'\n''blank'$'\n''raw'
        return
        ;;
    '-g'|'--geometry')
        return
        ;;
    '-l'|'--layout')
        return
        ;;
    '--by')
        __museimg_add_completions -W 'page'$'\n''block'
        return
        ;;
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -f
        return
        ;;
    esac
}

_museimg_hexdump() {
    repeating_flags=()
    non_repeating_flags=(--raw --json -q --quiet -v --verbose --version -h --help)
    repeating_options=(-l --layout)
    non_repeating_options=(-f --format -g --geometry --oob --progress --color)
    __museimg_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '-f'|'--format')
        __museimg_add_completions -W 'gzip'$'\n''xz'$'\n''zstd'$'\n''bzip2'$'\n''lz4'$'\n''zip'$'\n''7z'$'\n''tar'$'\n''swap16'$'\n''swap32'$'\n''swap4'$'\n''bitrev'$'\n''invert'$'\n''store'$'\n''uimage'$'\n''trx'$'\n''android-sparse'$'\n''ihex'$'\n''srec'$'\n''tekhex'$'\n''ti-txt'$'\n''verilog'$'\n''ascii-hex'$'\n''nanddump-text'$'\n''uboot-nand'$'\n''hexdump'$'\n''redboot'$'\n''cfe'$'\n''uboot-md'$'\n''xxd'$'\n''od'$'\n''openocd'$'\n''raw-oob'$'\n''oob-pair'$'\n''nanddump'$'\n''blank'$'\n''raw'
        return
        ;;
    '-g'|'--geometry')
        return
        ;;
    '-l'|'--layout')
        return
        ;;
    '--oob')
        __museimg_add_completions -W 'only'$'\n''none'$'\n''both'
        return
        ;;
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -f
        return
        ;;
    esac
}

_museimg_check() {
    repeating_flags=()
    non_repeating_flags=(--pages --json -q --quiet -v --verbose --version -h --help)
    repeating_options=(-l --layout)
    non_repeating_options=(-f --format -g --geometry --worst --progress --color)
    __museimg_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-f'|'--format')
        __museimg_add_completions -W 'gzip'$'\n''xz'$'\n''zstd'$'\n''bzip2'$'\n''lz4'$'\n''zip'$'\n''7z'$'\n''tar'$'\n''swap16'$'\n''swap32'$'\n''swap4'$'\n''bitrev'$'\n''invert'$'\n''store'$'\n''uimage'$'\n''trx'$'\n''android-sparse'$'\n''ihex'$'\n''srec'$'\n''tekhex'$'\n''ti-txt'$'\n''verilog'$'\n''ascii-hex'$'\n''nanddump-text'$'\n''uboot-nand'$'\n''hexdump'$'\n''redboot'$'\n''cfe'$'\n''uboot-md'$'\n''xxd'$'\n''od'$'\n''openocd'$'\n''raw-oob'$'\n''oob-pair'$'\n''nanddump'$'\n''blank'$'\n''raw'
        return
        ;;
    '-g'|'--geometry')
        return
        ;;
    '-l'|'--layout')
        return
        ;;
    '--worst')
        return
        ;;
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __museimg_add_completions -f
        return
        ;;
    esac
}

_museimg_compare() {
    repeating_flags=()
    non_repeating_flags=(--oob --raw --json -q --quiet -v --verbose --version -h --help)
    repeating_options=(-l --layout)
    non_repeating_options=(-f --format -g --geometry --progress --color)
    __museimg_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '-f'|'--format')
        __museimg_add_completions -W 'gzip'$'\n''xz'$'\n''zstd'$'\n''bzip2'$'\n''lz4'$'\n''zip'$'\n''7z'$'\n''tar'$'\n''swap16'$'\n''swap32'$'\n''swap4'$'\n''bitrev'$'\n''invert'$'\n''store'$'\n''uimage'$'\n''trx'$'\n''android-sparse'$'\n''ihex'$'\n''srec'$'\n''tekhex'$'\n''ti-txt'$'\n''verilog'$'\n''ascii-hex'$'\n''nanddump-text'$'\n''uboot-nand'$'\n''hexdump'$'\n''redboot'$'\n''cfe'$'\n''uboot-md'$'\n''xxd'$'\n''od'$'\n''openocd'$'\n''raw-oob'$'\n''oob-pair'$'\n''nanddump'$'\n''blank'$'\n''raw'
        return
        ;;
    '-g'|'--geometry')
        return
        ;;
    '-l'|'--layout')
        return
        ;;
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -f
        return
        ;;
    2)
        __museimg_add_completions -f
        return
        ;;
    esac
}

_museimg_mount() {
    repeating_flags=()
    non_repeating_flags=(--volatile --read-only --force --foreground --strict --mlc --json -q --quiet -v --verbose --version -h --help)
    repeating_options=(-l --layout --with)
    non_repeating_options=(-f --format -g --geometry --as --store --save --parts --record --name --run --log --subpages --progress --color)
    __museimg_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '-f'|'--format')
        __museimg_add_completions -W 'gzip'$'\n''xz'$'\n''zstd'$'\n''bzip2'$'\n''lz4'$'\n''zip'$'\n''7z'$'\n''tar'$'\n''swap16'$'\n''swap32'$'\n''swap4'$'\n''bitrev'$'\n''invert'$'\n''store'$'\n''uimage'$'\n''trx'$'\n''android-sparse'$'\n''ihex'$'\n''srec'$'\n''tekhex'$'\n''ti-txt'$'\n''verilog'$'\n''ascii-hex'$'\n''nanddump-text'$'\n''uboot-nand'$'\n''hexdump'$'\n''redboot'$'\n''cfe'$'\n''uboot-md'$'\n''xxd'$'\n''od'$'\n''openocd'$'\n''raw-oob'$'\n''oob-pair'$'\n''nanddump'$'\n''blank'$'\n''raw'
        return
        ;;
    '-g'|'--geometry')
        return
        ;;
    '-l'|'--layout')
        return
        ;;
    '--as')
        __museimg_add_completions -W 'mtd'$'\n''fuse'
        return
        ;;
    '--store')
        __museimg_add_completions -f
        return
        ;;
    '--save')
        return
        ;;
    '--parts')
        return
        ;;
    '--with')
        return
        ;;
    '--record')
        __museimg_add_completions -f
        return
        ;;
    '--name')
        return
        ;;
    '--run')
        return
        ;;
    '--log')
        return
        ;;
    '--subpages')
        return
        ;;
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -f
        return
        ;;
    esac
}

_museimg_umount() {
    repeating_flags=()
    non_repeating_flags=(--all --force --json -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--progress --color)
    __museimg_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac
}

_museimg_status() {
    repeating_flags=()
    non_repeating_flags=(--json -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--progress --color)
    __museimg_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac
}

_museimg_store() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __museimg_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    create|log|mark|rewind|diff|compact|check|export)
        # Offer subcommand argument completions
        "_museimg_store_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'create log mark rewind diff compact check export' -- "${cur}"))
        ;;
    esac
}

_museimg_store_create() {
    repeating_flags=()
    non_repeating_flags=(--self-contained --force --json -q --quiet -v --verbose --version -h --help)
    repeating_options=(-l --layout)
    non_repeating_options=(--from -f --format -g --geometry --progress --color)
    __museimg_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--from')
        __museimg_add_completions -f
        return
        ;;
    '-f'|'--format')
        __museimg_add_completions -W 'gzip'$'\n''xz'$'\n''zstd'$'\n''bzip2'$'\n''lz4'$'\n''zip'$'\n''7z'$'\n''tar'$'\n''swap16'$'\n''swap32'$'\n''swap4'$'\n''bitrev'$'\n''invert'$'\n''store'$'\n''uimage'$'\n''trx'$'\n''android-sparse'$'\n''ihex'$'\n''srec'$'\n''tekhex'$'\n''ti-txt'$'\n''verilog'$'\n''ascii-hex'$'\n''nanddump-text'$'\n''uboot-nand'$'\n''hexdump'$'\n''redboot'$'\n''cfe'$'\n''uboot-md'$'\n''xxd'$'\n''od'$'\n''openocd'$'\n''raw-oob'$'\n''oob-pair'$'\n''nanddump'$'\n''blank'$'\n''raw'
        return
        ;;
    '-g'|'--geometry')
        return
        ;;
    '-l'|'--layout')
        return
        ;;
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -f
        return
        ;;
    esac
}

_museimg_store_log() {
    repeating_flags=()
    non_repeating_flags=(--marks --json -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-n --limit --progress --color)
    __museimg_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--limit')
        return
        ;;
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -f
        return
        ;;
    esac
}

_museimg_store_mark() {
    repeating_flags=()
    non_repeating_flags=(--json -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--base --at --progress --color)
    __museimg_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--base')
        __museimg_add_completions -f
        return
        ;;
    '--at')
        return
        ;;
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -f
        return
        ;;
    esac
}

_museimg_store_rewind() {
    repeating_flags=()
    non_repeating_flags=(--json -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--base --progress --color)
    __museimg_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--base')
        __museimg_add_completions -f
        return
        ;;
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -f
        return
        ;;
    esac
}

_museimg_store_diff() {
    repeating_flags=()
    non_repeating_flags=(--json -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--base --progress --color)
    __museimg_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--base')
        __museimg_add_completions -f
        return
        ;;
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -f
        return
        ;;
    2)
        __museimg_add_completions -f
        return
        ;;
    esac
}

_museimg_store_compact() {
    repeating_flags=()
    non_repeating_flags=(--json -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--base --progress --color)
    __museimg_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--base')
        __museimg_add_completions -f
        return
        ;;
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -f
        return
        ;;
    esac
}

_museimg_store_check() {
    repeating_flags=()
    non_repeating_flags=(--verify --json -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--base --progress --color)
    __museimg_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--base')
        __museimg_add_completions -f
        return
        ;;
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -f
        return
        ;;
    esac
}

_museimg_store_export() {
    repeating_flags=()
    non_repeating_flags=(--strict --force --json -q --quiet -v --verbose --version -h --help)
    repeating_options=(-L --output-layout)
    non_repeating_options=(-O --output-format --base --progress --color)
    __museimg_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '-O'|'--output-format')
        __museimg_add_completions -W 'gzip'$'\n''xz'$'\n''zstd'$'\n''bzip2'$'\n''lz4'$'\n''zip'$'\n''7z'$'\n''tar'$'\n''swap16'$'\n''swap32'$'\n''swap4'$'\n''bitrev'$'\n''invert'$'\n''uimage'$'\n''trx'$'\n''android-sparse'$'\n''ihex'$'\n''srec'$'\n''tekhex'$'\n''ti-txt'$'\n''verilog'$'\n''ascii-hex'$'\n''nanddump-text'$'\n''hexdump'$'\n''uboot-md'$'\n''xxd'$'\n''raw-oob'$'\n''oob-pair'$'\n''nanddump'$'\n''raw'
        return
        ;;
    '-L'|'--output-layout')
        return
        ;;
    '--base')
        __museimg_add_completions -f
        return
        ;;
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -f
        return
        ;;
    2)
        __museimg_add_completions -f
        return
        ;;
    esac
}

_museimg_trace() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __museimg_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    show|replay|powercut)
        # Offer subcommand argument completions
        "_museimg_trace_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'show replay powercut' -- "${cur}"))
        ;;
    esac
}

_museimg_trace_show() {
    repeating_flags=()
    non_repeating_flags=(--totals --json -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-n --limit --progress --color)
    __museimg_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--limit')
        return
        ;;
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -f
        return
        ;;
    esac
}

_museimg_trace_replay() {
    repeating_flags=()
    non_repeating_flags=(--verify --force --json -q --quiet -v --verbose --version -h --help)
    repeating_options=(-l --layout --with)
    non_repeating_options=(-f --format -g --geometry --until --store --save --progress --color)
    __museimg_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '-f'|'--format')
        __museimg_add_completions -W 'gzip'$'\n''xz'$'\n''zstd'$'\n''bzip2'$'\n''lz4'$'\n''zip'$'\n''7z'$'\n''tar'$'\n''swap16'$'\n''swap32'$'\n''swap4'$'\n''bitrev'$'\n''invert'$'\n''store'$'\n''uimage'$'\n''trx'$'\n''android-sparse'$'\n''ihex'$'\n''srec'$'\n''tekhex'$'\n''ti-txt'$'\n''verilog'$'\n''ascii-hex'$'\n''nanddump-text'$'\n''uboot-nand'$'\n''hexdump'$'\n''redboot'$'\n''cfe'$'\n''uboot-md'$'\n''xxd'$'\n''od'$'\n''openocd'$'\n''raw-oob'$'\n''oob-pair'$'\n''nanddump'$'\n''blank'$'\n''raw'
        return
        ;;
    '-g'|'--geometry')
        return
        ;;
    '-l'|'--layout')
        return
        ;;
    '--until')
        return
        ;;
    '--with')
        return
        ;;
    '--store')
        __museimg_add_completions -f
        return
        ;;
    '--save')
        return
        ;;
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -f
        return
        ;;
    2)
        __museimg_add_completions -f
        return
        ;;
    esac
}

_museimg_trace_powercut() {
    repeating_flags=()
    non_repeating_flags=(--keep-going --json -q --quiet -v --verbose --version -h --help)
    repeating_options=(--at --tear)
    non_repeating_options=(--base --check --as -O --output-format --manifest -j --jobs --timeout --keep-failing --seed --progress --color)
    __museimg_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--base')
        __museimg_add_completions -f
        return
        ;;
    '--at')
        return
        ;;
    '--tear')
        return
        ;;
    '--check')
        return
        ;;
    '--as')
        __museimg_add_completions -W 'file'$'\n''mtd'$'\n''fuse'
        return
        ;;
    '-O'|'--output-format')
        __museimg_add_completions -W 'gzip'$'\n''xz'$'\n''zstd'$'\n''bzip2'$'\n''lz4'$'\n''zip'$'\n''7z'$'\n''tar'$'\n''swap16'$'\n''swap32'$'\n''swap4'$'\n''bitrev'$'\n''invert'$'\n''uimage'$'\n''trx'$'\n''android-sparse'$'\n''ihex'$'\n''srec'$'\n''tekhex'$'\n''ti-txt'$'\n''verilog'$'\n''ascii-hex'$'\n''nanddump-text'$'\n''hexdump'$'\n''uboot-md'$'\n''xxd'$'\n''raw-oob'$'\n''oob-pair'$'\n''nanddump'$'\n''raw'
        return
        ;;
    '--manifest')
        __museimg_add_completions -f
        return
        ;;
    '-j'|'--jobs')
        return
        ;;
    '--timeout')
        return
        ;;
    '--keep-failing')
        return
        ;;
    '--seed')
        return
        ;;
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -f
        return
        ;;
    esac
}

_museimg_formats() {
    repeating_flags=()
    non_repeating_flags=(--json -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--progress --color)
    __museimg_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -W 'gzip'$'\n''xz'$'\n''zstd'$'\n''bzip2'$'\n''lz4'$'\n''zip'$'\n''7z'$'\n''tar'$'\n''swap16'$'\n''swap32'$'\n''swap4'$'\n''bitrev'$'\n''invert'$'\n''store'$'\n''uimage'$'\n''trx'$'\n''android-sparse'$'\n''ihex'$'\n''srec'$'\n''tekhex'$'\n''ti-txt'$'\n''verilog'$'\n''ascii-hex'$'\n''nanddump-text'$'\n''uboot-nand'$'\n''hexdump'$'\n''redboot'$'\n''cfe'$'\n''uboot-md'$'\n''xxd'$'\n''od'$'\n''openocd'$'\n''raw-oob'$'\n''oob-pair'$'\n''nanddump'$'\n''blank'$'\n''raw'
        return
        ;;
    esac
}

_museimg_layouts() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __museimg_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    show|import)
        # Offer subcommand argument completions
        "_museimg_layouts_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'show import' -- "${cur}"))
        ;;
    esac
}

_museimg_layouts_show() {
    repeating_flags=()
    non_repeating_flags=(--json -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-g --geometry --progress --color)
    __museimg_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-g'|'--geometry')
        return
        ;;
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -W 'allwinner-boot0-t24'$'\n''allwinner-boot0-t28'$'\n''allwinner-boot0-t32'$'\n''allwinner-boot0-t40'$'\n''allwinner-boot0-t48'$'\n''allwinner-boot0-t56'$'\n''allwinner-boot0-t60'$'\n''allwinner-boot0-t64'$'\n''allwinner-t16'$'\n''allwinner-t16-512'$'\n''allwinner-t16-512-scrambled'$'\n''allwinner-t16-scrambled'$'\n''allwinner-t24'$'\n''allwinner-t24-scrambled'$'\n''allwinner-t28'$'\n''allwinner-t28-scrambled'$'\n''allwinner-t32'$'\n''allwinner-t32-scrambled'$'\n''allwinner-t40'$'\n''allwinner-t40-scrambled'$'\n''allwinner-t48'$'\n''allwinner-t48-scrambled'$'\n''allwinner-t56'$'\n''allwinner-t56-scrambled'$'\n''allwinner-t60'$'\n''allwinner-t60-scrambled'$'\n''allwinner-t64'$'\n''allwinner-t64-scrambled'$'\n''amlogic-t24-1k'$'\n''amlogic-t30-1k'$'\n''amlogic-t40-1k'$'\n''amlogic-t50-1k'$'\n''amlogic-t60-1k'$'\n''amlogic-t8'$'\n''amlogic-t8-1k'$'\n''arasan-t12'$'\n''arasan-t24-1k'$'\n''arasan-t4'$'\n''arasan-t8'$'\n''atmel-pmecc-masked-t12'$'\n''atmel-pmecc-masked-t12-1k'$'\n''atmel-pmecc-masked-t2'$'\n''atmel-pmecc-masked-t2-1k'$'\n''atmel-pmecc-masked-t24'$'\n''atmel-pmecc-masked-t24-1k'$'\n''atmel-pmecc-masked-t32-1k'$'\n''atmel-pmecc-masked-t4'$'\n''atmel-pmecc-masked-t4-1k'$'\n''atmel-pmecc-masked-t8'$'\n''atmel-pmecc-masked-t8-1k'$'\n''atmel-pmecc-t12'$'\n''atmel-pmecc-t12-1k'$'\n''atmel-pmecc-t2'$'\n''atmel-pmecc-t2-1k'$'\n''atmel-pmecc-t24'$'\n''atmel-pmecc-t24-1k'$'\n''atmel-pmecc-t32-1k'$'\n''atmel-pmecc-t4'$'\n''atmel-pmecc-t4-1k'$'\n''atmel-pmecc-t8'$'\n''atmel-pmecc-t8-1k'$'\n''broadcom-bch12-sas27'$'\n''broadcom-bch12-sas28'$'\n''broadcom-bch16-1k-sas54'$'\n''broadcom-bch16-1k-sas56'$'\n''broadcom-bch24-1k-sas54'$'\n''broadcom-bch24-1k-sas56'$'\n''broadcom-bch4'$'\n''broadcom-bch4-sas27'$'\n''broadcom-bch4-sas28'$'\n''broadcom-bch4-small'$'\n''broadcom-bch8'$'\n''broadcom-bch8-1k-sas54'$'\n''broadcom-bch8-1k-sas56'$'\n''broadcom-bch8-sas27'$'\n''broadcom-bch8-sas28'$'\n''broadcom-hamming'$'\n''broadcom-v4-bch4'$'\n''broadcom-v4-bch4-small'$'\n''broadcom-v4-bch8'$'\n''cafe'$'\n''davinci-ham1'$'\n''davinci-rs'$'\n''davinci-rs-small'$'\n''denali-mrst-t15'$'\n''denali-mrst-t8'$'\n''denali-socfpga-t15'$'\n''denali-socfpga-t8'$'\n''denali-uniphier-t16'$'\n''denali-uniphier-t24'$'\n''denali-uniphier-t8'$'\n''diskonchip'$'\n''docg3'$'\n''elbc-eccm0'$'\n''elbc-eccm1'$'\n''flex-onenand'$'\n''fsmc-bch8'$'\n''fsmc-ecc1'$'\n''gpmi'$'\n''gpmi-1k-402b'$'\n''gpmi-1k-4443'$'\n''gpmi-1k-5803'$'\n''gpmi-1k-t40-402b'$'\n''gpmi-1k-t40-4443'$'\n''gpmi-1k-t40-5803'$'\n''gpmi-mx23'$'\n''gpmi-t4'$'\n''gpmi-t8'$'\n''hisilicon-t16'$'\n''hisilicon-t8'$'\n''ifc-t4'$'\n''ifc-t8'$'\n''intel-lgm-t24'$'\n''intel-lgm-t24-1k'$'\n''intel-lgm-t4'$'\n''intel-lgm-t4-1k'$'\n''intel-lgm-t40-1k'$'\n''intel-lgm-t8'$'\n''intel-lgm-t8-1k'$'\n''jz4725b-t4'$'\n''jz4725b-t8'$'\n''jz4740'$'\n''jz4740-nanonote'$'\n''jz4780-t24-1k'$'\n''jz4780-t8'$'\n''keystone-rbl'$'\n''kirkwood-rs'$'\n''linux-bch1'$'\n''linux-bch12'$'\n''linux-bch16'$'\n''linux-bch16-1k'$'\n''linux-bch24'$'\n''linux-bch24-1k'$'\n''linux-bch32-1k'$'\n''linux-bch4'$'\n''linux-bch4-1k'$'\n''linux-bch40-1k'$'\n''linux-bch8'$'\n''linux-bch8-1k'$'\n''linux-hamming'$'\n''linux-hamming-256'$'\n''linux-hamming-512'$'\n''linux-hamming-sm'$'\n''linux-hamming-sm-small'$'\n''linux-hamming-small'$'\n''lpc32xx-mlc'$'\n''lpc32xx-slc-small'$'\n''marvell-nfcv2'$'\n''marvell-nfcv2-12bit-2k'$'\n''marvell-nfcv2-12bit-4k'$'\n''marvell-nfcv2-12bit-8k'$'\n''marvell-nfcv2-16bit-2k'$'\n''marvell-nfcv2-16bit-4k'$'\n''marvell-nfcv2-16bit-8k'$'\n''marvell-nfcv2-4bit-8k'$'\n''marvell-nfcv2-4k'$'\n''marvell-nfcv2-8bit-2k'$'\n''marvell-nfcv2-8bit-2k-spare64'$'\n''marvell-nfcv2-8bit-4k'$'\n''marvell-nfcv2-8bit-8k'$'\n''marvell-nfcv2-hamming'$'\n''mediatek-scrambled-t12'$'\n''mediatek-scrambled-t12-fdm8'$'\n''mediatek-scrambled-t32-1k'$'\n''mediatek-scrambled-t32-1k-fdm8'$'\n''mediatek-small'$'\n''mediatek-t10-spare26'$'\n''mediatek-t10-spare26-fdm8'$'\n''mediatek-t12'$'\n''mediatek-t12-1k'$'\n''mediatek-t12-1k-fdm8'$'\n''mediatek-t12-fdm8'$'\n''mediatek-t12-m14-spare32'$'\n''mediatek-t12-m14-spare32-fdm8'$'\n''mediatek-t24-1k'$'\n''mediatek-t24-1k-fdm8'$'\n''mediatek-t32-1k'$'\n''mediatek-t32-1k-fdm8'$'\n''mediatek-t4'$'\n''mediatek-t4-fdm8'$'\n''mediatek-t4-m14'$'\n''mediatek-t4-m14-fdm8'$'\n''mxc-v1'$'\n''mxc-v2-4bit'$'\n''mxc-v2-8bit'$'\n''omap-bch16'$'\n''omap-bch4'$'\n''omap-bch4-sw'$'\n''omap-bch8'$'\n''omap-bch8-sw'$'\n''omap-ham1'$'\n''omap-ham1-x16'$'\n''ondie-2k-64-1bit'$'\n''ondie-am-2k-128'$'\n''ondie-am-2k-64'$'\n''ondie-ato'$'\n''ondie-cs-4bits'$'\n''ondie-cs-8bits'$'\n''ondie-dosilicon'$'\n''ondie-esmt'$'\n''ondie-etron-2k-120'$'\n''ondie-etron-2k-128'$'\n''ondie-etron-2k-128-interleaving'$'\n''ondie-etron-2k-128-interleaving-2'$'\n''ondie-etron-2k-64'$'\n''ondie-etron-2k-64-interleaving'$'\n''ondie-etron-2k-64-interleaving-2'$'\n''ondie-etron-2k-64-no-oob'$'\n''ondie-etron-4k-240'$'\n''ondie-etron-4k-256'$'\n''ondie-etron-4k-256-interleaving'$'\n''ondie-gd-4bit'$'\n''ondie-gd-4k-8bit-sr-3bits'$'\n''ondie-gd-4k-8bit-sr2-2bits'$'\n''ondie-gd-8bit-sr-2bits'$'\n''ondie-gd-8bit-sr-3bits'$'\n''ondie-gd-8bit-sr2-2bits'$'\n''ondie-heyangtek-2k'$'\n''ondie-heyangtek-4bits'$'\n''ondie-heyangtek-4k'$'\n''ondie-mt-2k-8bits'$'\n''ondie-mt-4k-8bits'$'\n''ondie-mxic-2k-8bit'$'\n''ondie-mxic-4k-8bit'$'\n''ondie-paragon'$'\n''ondie-toshiba-2k'$'\n''ondie-toshiba-4k'$'\n''ondie-w25n01kv'$'\n''ondie-w25nxxjw'$'\n''ondie-w25nxxk-8bit'$'\n''ondie-xt26g01c'$'\n''ondie-xt26q01d'$'\n''ondie-xtx'$'\n''ondie-zd35q1gc'$'\n''onenand'$'\n''onenand-4k'$'\n''qnx-ti-bch4'$'\n''qualcomm-bch4'$'\n''qualcomm-bch4-x16'$'\n''qualcomm-bch8'$'\n''qualcomm-bch8-x16'$'\n''qualcomm-rs'$'\n''qualcomm-rs-x16'$'\n''qualcomm-sbl-bch4'$'\n''qualcomm-sbl-bch8'$'\n''qualcomm-sbl-rs'$'\n''ralink-rt3052'$'\n''realtek-rtl9300'$'\n''renesas-rzn1-t16'$'\n''renesas-rzn1-t16-1k'$'\n''renesas-rzn1-t24-1k'$'\n''renesas-rzn1-t4'$'\n''renesas-rzn1-t4-1k'$'\n''renesas-rzn1-t8'$'\n''renesas-rzn1-t8-1k'$'\n''rockchip-t16'$'\n''rockchip-t24'$'\n''rockchip-t40'$'\n''rockchip-t60'$'\n''s3c-hamming'$'\n''sh-flctl'$'\n''stm32-fmc2-bch4'$'\n''stm32-fmc2-bch4-x16'$'\n''stm32-fmc2-bch8'$'\n''stm32-fmc2-bch8-x16'$'\n''stm32-fmc2-ham'$'\n''stm32-fmc2-ham-x16'$'\n''tegra-bch-t14'$'\n''tegra-bch-t16'$'\n''tegra-bch-t4'$'\n''tegra-bch-t8'$'\n''tegra-rs-t4'$'\n''tegra-rs-t6'$'\n''tegra-rs-t8'$'\n''vf610-t24'$'\n''vf610-t32'$'\n''wii'$'\n''xbox360'$'\n''xbox360-big'$'\n''zynq-pl35x'
        return
        ;;
    esac
}

_museimg_layouts_import() {
    repeating_flags=()
    non_repeating_flags=(--json -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--progress --color)
    __museimg_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -f
        return
        ;;
    esac
}

_museimg_faults() {
    repeating_flags=()
    non_repeating_flags=(--json -q --quiet -v --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--progress --color)
    __museimg_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--progress')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    '--color')
        __museimg_add_completions -W 'auto'$'\n''never'$'\n''always'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __museimg_add_completions -W 'flip'$'\n''burst'$'\n''stuck'$'\n''garble'$'\n''disturb'$'\n''neighbours'$'\n''retention'$'\n''programfail'$'\n''erasefail'$'\n''lie'$'\n''torn'$'\n''grownbad'$'\n''bad'$'\n''eio'$'\n''latency'$'\n''protect'
        return
        ;;
    esac
}

_museimg_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __museimg_offer_flags_options -1
}

complete -o filenames -F _museimg museimg
